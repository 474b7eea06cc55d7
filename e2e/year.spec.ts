// 2025 of Block 2 of the sample organisation, from the programme to the hand-over: eight units, one of
// them late, one that first refuses to sign, an outlier among the cross-scores, a tie, a unit that is
// excluded, a verification that swaps two places. Bulk is entered as a program would; every kind of
// page is used by hand at least once.
import {expect, sound, test as base} from './fixtures';
import {Year, type Document} from './year';
import type {Page} from '@playwright/test';

const desk = {width: 1366, height: 768};
const test = base;
test.describe.configure({mode: 'serial', timeout: 120_000});
test.skip(({isMobile}) => isMobile, 'the phone opens the finished year at the end of the play');

const year = new Year();
const codes = ['D201', 'D202', 'D203', 'D204', 'D205', 'D206', 'D207', 'D208'];
const clerk = (code: string) => code === 'D201' ? 'troly' : `troly.${code.toLowerCase()}`;
const head = (code: string) => code === 'D201' ? 'thutruong' : `thutruong.${code.toLowerCase()}`;
const movement: {ref: string} = {ref: ''};

async function see(page: Page, address: string) {
    const answer = await page.goto(year.url + address);
    expect(answer?.status(), address).toBe(200);
    await sound(page);
}

test.beforeAll(() => year.make('2025-01-02'));
test.afterAll(() => year.end());

// What the plan opens when. Scores are not taken late; everything else is, and is marked.
const windows: [string, string, string][] = [
    ['registration', '01/02/2025', '31/03/2025'], ['covenant', '01/03/2025', '15/04/2025'], ['mid-year', '15/06/2025', '15/07/2025'],
    ['self-score', '15/10/2025', '31/10/2025'], ['cross-score', '01/11/2025', '10/11/2025'], ['year-end', '10/11/2025', '30/11/2025'],
    ['dossiers', '20/11/2025', '20/12/2025']];

test('the programme of the year is planned and issued', async ({browser}) => {
    await year.open('2025-01-06');
    const page = await year.page(browser, 'thuongtruc', desk);
    await test.step('planned by hand', async () => {
        await see(page, '/programme');
        await page.locator('main a[href="/programme/new"]').first().click();
        await sound(page);
        await page.fill('#owner', 'BAN');
        await page.fill('#year', '2025');
        await page.fill('#theme', 'Đoàn kết, kỷ cương, sáng tạo, an toàn');
        await page.fill('textarea[name=grounds]', 'Kế hoạch công tác năm 2025 của Ban');
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/programme\/(?!new)[a-z0-9]+$/);
        await sound(page);
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
        await sound(page);
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
        await sound(page);
        expect((await (await year.seat('troly')).status(address)), 'a draft is nobody else\'s').toBe(404);
        await see(page, `${address}/issue`);
        await page.fill('#number', '02/KH-BVD');
        await page.fill('#dated', '06/01/2025');
        await page.fill('#signer', 'Trưởng ban');
        await page.locator('main form button.primary').click();
        await page.waitForURL(new RegExp(`${address}$`));
        await sound(page);
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

test('a movement, from draft to launch', async ({browser}) => {
    await year.open('2025-02-10');
    const page = await year.page(browser, 'thuongtruc', desk);
    await test.step('the office drafts, and is told what is missing', async () => {
        await see(page, '/movements');
        await page.locator('main a[href="/movements/new"]').first().click();
        await sound(page);
        await page.selectOption('#kind', 'thematic');
        await page.fill('#name', 'Thi đua số hóa hồ sơ năm 2025');
        await page.fill('#ends_on', '31/02/2025');
        await page.locator('main form').evaluate((form: HTMLFormElement) => { form.noValidate = true; });
        await page.locator('main form button.primary').click();
        await expect(page.locator('#errors')).toBeVisible();
        await expect(page.locator('#name')).toHaveValue('Thi đua số hóa hồ sơ năm 2025');
        await sound(page);
        await page.fill('#aims', 'Số hóa xong hồ sơ lưu trước năm 2020');
        await page.fill('#contents', 'Số hóa hồ sơ\nBảo đảm an toàn dữ liệu');
        await page.fill('#starts_on', '01/03/2025');
        await page.fill('#ends_on', '15/11/2025');
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/movements\/(?!new)[a-z0-9]+$/);
        await expect(page.locator('main .notice', {hasText: 'chưa gắn với nội dung cụ thể nào'})).toBeVisible();
        await sound(page);
    });
    const address = new URL(page.url()).pathname;
    movement.ref = address.split('/').pop() ?? '';

    await test.step('it carries out an item of a resolution', async () => {
        await page.selectOption('#link_kind', 'resolution');
        await page.fill('#link_name', 'Nghị quyết về chuyển đổi số');
        await page.fill('#link_number', '12-NQ/ĐU');
        await page.fill('#link_item', 'Mục 3, nhiệm vụ 2');
        await page.locator('main form[action$="/links"] button').click();
        await expect(page.locator('main .notice', {hasText: 'chưa gắn với nội dung cụ thể nào'})).toHaveCount(0);
        await sound(page);
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
        await sound(leader);
        await leader.fill('#paper_number', '15/KH-BVD');
        await leader.fill('#paper_date', '10/02/2025');
        await leader.fill('#paper_signer', 'Trưởng ban');
        await leader.locator('main form button.primary').click();
        await leader.waitForURL(new RegExp(`${address}$`));
        await leader.locator('main a[href$="/steps/launch"]').click();
        await leader.locator('main form button.primary').click();
        await leader.waitForURL(new RegExp(`${address}$`));
        await sound(leader);
        await see(leader, `${address}/print`);
        await leader.context().close();
    });
    expect((await office.read(address)).movement.state).toBe('launched');
    expect((await (await year.seat(clerk('D205'))).read(address)).movement.state, 'a unit reads it').toBe('launched');
    await page.context().close();
});
