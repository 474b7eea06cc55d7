// January: the programme of the year.
import {expect, test} from '../fixtures';
import type {Document} from './server';
import {clerk, desk, look, see, year} from './story';

test.afterAll(() => year.end());

// What the plan opens when. Scores are not taken late; everything else is, and is marked.
const windows: [string, string, string][] = [
    ['registration', '01/02/2025', '31/03/2025'], ['covenant', '01/03/2025', '15/04/2025'], ['mid-year', '15/06/2025', '15/07/2025'],
    ['self-score', '15/10/2025', '31/10/2025'], ['cross-score', '01/11/2025', '10/11/2025'], ['year-end', '10/11/2025', '30/11/2025'],
    ['dossiers', '20/11/2025', '20/12/2025']];

export function planTheYear() {
    test('the programme of the year is planned and issued', async ({browser}) => {
        await year.open('2025-01-06');
        const page = await year.page(browser, 'thuongtruc', desk);
        await test.step('planned by hand', async () => {
            await see(page, '/programme');
            await page.locator('main a[href="/programme/new"]').first().click();
            await look(page);
            await page.fill('#owner', 'BAN');
            await page.fill('#year', '2025');
            await page.fill('#theme', 'Đoàn kết, kỷ cương, sáng tạo, an toàn');
            await page.fill('textarea[name=grounds]', 'Kế hoạch công tác năm 2025 của Ban');
            await page.locator('main form button.primary').click();
            await page.waitForURL(/\/programme\/(?!new)[a-z0-9]+$/);
            await look(page);
        });
        const address = new URL(page.url()).pathname;
        const office = await year.seat('thuongtruc');
        for (const [kind, opens, last_day] of windows.slice(1)) await office.fill(`${address}/windows/${kind}`, {opens, last_day});

        await test.step('a window that ends before it opens is told so, and nothing typed is lost', async () => {
            await see(page, `${address}/windows/registration`);
            await page.fill('#opens', '01/02/2025');
            await page.fill('#last_day', '31/01/2025');
            await page.locator('main form button.primary').click();
            await expect(page.locator('#errors')).toBeVisible();
            await expect(page.locator('#opens')).toHaveValue('01/02/2025');
            await look(page);
            await page.fill('#last_day', '31/03/2025');
            await page.locator('main form button.primary').click();
            await page.waitForURL(new RegExp(address));
        });

        await test.step('a task, the head of the block, the paper', async () => {
            await see(page, `${address}/tasks/new`);
            await page.fill('[name=content]', 'Hướng dẫn đăng ký thi đua và ký giao ước');
            await page.fill('[name=unit]', 'D101');
            await page.fill('[name=due]', '10/02/2025');
            await page.locator('main form button.primary').click();
            await see(page, address);
            await page.locator('#blocks a', {hasText: 'Khối 2'}).click();
            await look(page);
            expect((await (await year.seat('troly')).status(address)), 'a draft is nobody else\'s').toBe(404);
            await see(page, `${address}/issue`);
            await page.fill('#number', '02/KH-BVD');
            await page.fill('#dated', '06/01/2025');
            await page.fill('#signer', 'Trưởng ban');
            await page.locator('main form button.primary').click();
            await page.waitForURL(new RegExp(`${address}$`));
            await look(page);
            await see(page, `${address}/print`);
        });

        const issued = await (await year.seat(clerk('D204'))).read(address);
        expect(issued.programme.state).toBe('issued');
        const second = issued.blocks.find((each: Document) => each.name.startsWith('Khối 2'));
        expect(second.members).toHaveLength(8);
        expect(second.head.code).toBe('D202');
        expect(issued.windows.filter((each: Document) => each.set)).toHaveLength(windows.length);
        await page.context().close();
    });
}
