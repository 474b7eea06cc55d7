// January: what the leaders ask for is acknowledged, made into work, answered.
import {expect, test} from '../fixtures';
import type {Document} from './server';
import {codes} from './figures';
import {clerk, desk, look, phone, see, year} from './story';

export function direct() {
    test('a direction reaches the units, becomes tasks and is answered', async ({browser}) => {
        await year.open('2025-01-15');
        const page = await year.page(browser, 'lanhdao', desk);
        await test.step('entered by the leader', async () => {
            await see(page, '/directives');
            await page.locator('main a[href="/directives/new"]').first().click();
            await look(page);
            await page.selectOption('#kind', 'direction');
            await page.fill('#issuer', 'Trưởng ban');
            await page.fill('#number', '01/CĐ-BVD');
            await page.fill('#dated', '15/01/2025');
            await page.fill('#title', 'Chỉ đạo về nề nếp thi đua năm 2025');
            await page.fill('#items', 'Rà soát biểu mẫu của đơn vị\nPhân công người theo dõi thi đua');
            await page.uncheck('[name=for_all]');
            await page.fill('#owner', 'BAN');
            await page.fill('#addressees', 'D201; D999');
            await page.locator('main form.form button.primary').click();
            await expect(page.locator('#errors')).toContainText('D999');
            await expect(page.locator('#items')).toHaveValue(/Rà soát biểu mẫu/);
            await look(page);
            await page.fill('#addressees', codes.join('; '));
            await page.locator('main form.form button.primary').click();
            await page.waitForURL(/\/directives\/(?!new)[a-z0-9]+$/);
            await look(page);
        });
        const address = new URL(page.url()).pathname;
        expect(await (await year.seat('troly.d303')).status(address), 'not addressed, not told').toBe(404);

        await test.step('a unit acknowledges on the phone', async () => {
            const unit = await year.page(browser, clerk('D203'), phone);
            await see(unit, address);
            await unit.locator('form[action$="/acknowledge"] button').click();
            await expect(unit.locator('form[action$="/acknowledge"]')).toHaveCount(0);
            await look(unit);
            await unit.context().close();
        });
        for (const code of codes.filter(each => each !== 'D203' && each !== 'D208'))
            await (await year.seat(clerk(code))).post(`${address}/acknowledge`, {unit: code});

        await test.step('its second item becomes the work of two units', async () => {
            await see(page, address);
            await expect(page.locator('#addressees tbody tr', {hasText: 'Chưa'}), 'who has not').toHaveCount(1);
            const form = page.locator('main form[action$="/tasks"]');
            await form.locator('#content').fill('Báo cáo người được phân công');
            await form.locator('#item_no').selectOption('2');
            await form.locator('#due').fill('24/01/2025');
            await form.locator('#units').fill('D203; D205');
            await form.locator('button.primary').click();
            await expect(page.locator('#tasks tbody tr')).toHaveCount(2);
            await look(page);
            await page.context().close();
        });

        await year.open('2025-01-27');
        const unit = await year.page(browser, clerk('D203'), desk);
        await test.step('answered from the list of tasks, after the day', async () => {
            await see(unit, '/');
            await unit.locator('main a', {hasText: 'Báo cáo người được phân công'}).first().click();
            await look(unit);
            await unit.fill('#answer', 'Đã phân công một trợ lý, có quyết định kèm theo');
            await unit.locator('main form[action$="/answer"] button.primary').click();
            await expect(unit.locator('main')).toContainText('Đã phân công một trợ lý');
            await look(unit);
            await unit.context().close();
        });
        const {tasks} = await (await year.seat('lanhdao')).read(address);
        const answered = Object.fromEntries(tasks.map((task: Document) => [task.unit, task.answered_on]));
        expect(answered, 'who answered, who is overdue').toEqual({D203: '2025-01-27', D205: null});
    });
}
