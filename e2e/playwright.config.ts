// Walks the release program in Debian's Chromium. Every test starts a server of its own (server.ts).
import {defineConfig} from '@playwright/test';

const launchOptions = {
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};

export default defineConfig({
    testDir: '.',
    workers: 2,
    timeout: 120_000,
    expect: {timeout: 20_000},
    forbidOnly: true,
    reporter: [['list'], ['./counting-reporter.ts']],
    outputDir: 'test-results',
    use: {locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', launchOptions, trace: 'off', actionTimeout: 15_000, navigationTimeout: 30_000},
    projects: [
        {name: 'desktop', use: {viewport: {width: 1366, height: 768}}},
        {name: 'phone', use: {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true}},
    ],
});
