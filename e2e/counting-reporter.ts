// The plain closing line that counts: "N passed, N failed".
import type {FullResult, Reporter, TestCase, TestResult} from '@playwright/test/reporter';

export default class CountingReporter implements Reporter {
    private passed = 0;
    private failed = 0;

    onTestEnd(_test: TestCase, result: TestResult) {
        if (result.status === 'passed') this.passed += 1;
        else if (result.status !== 'skipped') this.failed += 1;
    }

    onEnd(_result: FullResult) {
        console.log(`${this.passed} passed, ${this.failed} failed`);
    }
}
