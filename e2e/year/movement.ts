// February: a movement, from draft to launch.
import {expect, test} from '../fixtures';
import {codes} from './figures';
import {clerk, desk, look, movement, see, year} from './story';

export function launchMovement() {
    test('a movement, from draft to launch', async ({browser}) => {
        await year.open('2025-02-10');
        const page = await year.page(browser, 'thuongtruc', desk);
        await test.step('the office drafts, and is told what is missing', async () => {
            await see(page, '/movements');
            await page.locator('main a[href="/movements/new"]').first().click();
            await look(page);
            await page.selectOption('#kind', 'thematic');
            await page.fill('#name', 'Thi đua số hóa hồ sơ năm 2025');
            await page.fill('#ends_on', '31/02/2025');
            await page.locator('main form').evaluate((form: HTMLFormElement) => { form.noValidate = true; });
            await page.locator('main form button.primary').click();
            await expect(page.locator('#errors')).toBeVisible();
            await expect(page.locator('#name')).toHaveValue('Thi đua số hóa hồ sơ năm 2025');
            await look(page);
            await page.fill('#aims', 'Số hóa xong hồ sơ lưu trước năm 2020');
            await page.fill('#contents', 'Số hóa hồ sơ\nBảo đảm an toàn dữ liệu');
            await page.fill('#starts_on', '01/03/2025');
            await page.fill('#ends_on', '15/11/2025');
            await page.locator('main form button.primary').click();
            await page.waitForURL(/\/movements\/(?!new)[a-z0-9]+$/);
            await expect(page.locator('main .notice', {hasText: 'chưa gắn với nội dung cụ thể nào'})).toBeVisible();
            await look(page);
        });
        const address = new URL(page.url()).pathname;
        movement.ref = address.split('/').pop() ?? '';

        await test.step('it carries out an item of a resolution', async () => {
            await page.locator('main #links a.btn').click();
            await page.waitForURL(/\/links$/);
            await look(page);
            await page.selectOption('#link_kind', 'resolution');
            await page.fill('#link_name', 'Nghị quyết về chuyển đổi số');
            await page.fill('#link_number', '12-NQ/ĐU');
            await page.fill('#link_item', 'Mục 3, nhiệm vụ 2');
            await page.locator('main form[method=post][action$="/links"] button').click();
            await expect(page.locator('main .notice', {hasText: 'chưa gắn với nội dung cụ thể nào'})).toHaveCount(0);
            await look(page);
        });

        const office = await year.seat('thuongtruc');
        await office.fill(`${address}/steps/ask-opinions`, {units: codes.join('; '), due_on: '20/02/2025'});
        for (const code of codes) {
            const agrees = code !== 'D207';
            await (await year.seat(clerk(code))).post(`${address}/opinion`,
                {unit: code, answer: agrees ? 'agree' : 'agree-but', opinion: agrees ? '' : 'Đề nghị cấp thêm một máy quét'});
        }
        expect((await (await year.seat('khoitruong.d303')).status(address)), 'a unit that was not asked knows of no draft').toBe(404);
        await office.fill(`${address}/steps/submit`, {});
        const own = await office.send(`${address}/steps/approve`, {version: (await office.read(address)).movement.version,
            paper_number: '15/KH-BVD', paper_date: '10/02/2025', paper_signer: 'Trưởng ban'});
        expect(own.document.errors[0].key, 'nobody approves what they submitted').toBe('movement.error.second-person');

        await test.step('the leader approves and launches', async () => {
            const leader = await year.page(browser, 'lanhdao', desk);
            await see(leader, address);
            await expect(leader.locator('#opinions')).toContainText('Đề nghị cấp thêm một máy quét');
            await leader.locator('main a[href$="/steps/approve"]').click();
            await look(leader);
            await leader.fill('#paper_number', '15/KH-BVD');
            await leader.fill('#paper_date', '10/02/2025');
            await leader.fill('#paper_signer', 'Trưởng ban');
            await leader.locator('main form button.primary').click();
            await leader.waitForURL(new RegExp(`${address}$`));
            await leader.locator('main a[href$="/steps/launch"]').click();
            await leader.locator('main form button.primary').click();
            await leader.waitForURL(new RegExp(`${address}$`));
            await look(leader);
            await see(leader, `${address}/print`);
            await leader.context().close();
        });
        expect((await office.read(address)).movement.state).toBe('launched');
        expect((await (await year.seat(clerk('D205'))).read(address)).movement.state, 'a unit reads it').toBe('launched');
        await page.context().close();
    });
}
