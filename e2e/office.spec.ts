// The whole road of the first user: set-up, import, search, sheet, summary, drill-down, export,
// release, public look-up, correction, revocation.
import {expect, password, signIn, sound, test} from './fixtures';
import type {Page} from '@playwright/test';

const data = new URL('../src/register/testdata', import.meta.url).pathname;

// Long work shows its progress on a page of its own, which leads to the result.
async function followJob(page: Page) {
    if (!new URL(page.url()).pathname.startsWith('/jobs/')) return;
    await page.locator('#job a.primary').click({timeout: 180_000});
}

// Takes a file through the steps of the import page; stops before storing it when `store` is false.
async function importFile(page: Page, url: string, kind: string, file: string, store = true) {
    await page.goto(`${url}/imports/new`);
    await sound(page);
    await page.selectOption('select[name=kind]', kind);
    await page.setInputFiles('input[type=file]', `${data}/${file}`);
    await page.locator('main form button.primary').first().click();
    await page.waitForURL(/\/(imports\/(?!new\b)|jobs\/)[a-z0-9]+/);
    await followJob(page);
    await expect(page).toHaveURL(/\/imports\/(?!new\b)[a-z0-9]+/);
    await sound(page);
    if (!store) return;
    const marking = page.locator('form[action$="/store"] select[name=marking]:visible');
    if (await marking.count()) await marking.selectOption('thuong');
    await page.locator('form[action$="/store"] button.primary:visible').click();
    await expect(page.locator('form[action$="/undo"], #job').first()).toBeAttached({timeout: 60_000});
    await followJob(page);
    await expect(page.locator('form[action$="/undo"]')).toHaveCount(1);
    await sound(page);
}

test('an office begins: from set-up to a revoked award', async ({page, empty, browser}) => {
    test.setTimeout(600_000);
    const url = empty.url;

    await test.step('set-up', async () => {
        await page.goto(url);
        await expect(page).toHaveURL(/\/setup/);
        await sound(page);
        await page.fill('input[name=setup_code]', empty.setupCode);
        await page.fill('input[name=office_name]', 'Ban Kỹ thuật Mật mã Ví dụ');
        for (const [name, value] of [['top_unit_code', 'BAN'], ['top_unit_name', 'Ban Kỹ thuật Mật mã Ví dụ'], ['top_unit_from', '12/09/1995']]) {
            if (await page.locator(`input[name=${name}]`).count()) await page.fill(`input[name=${name}]`, value);
        }
        await page.fill('input[name=display_name]', 'Nguyễn Thị Thu Trang');
        await page.fill('input[name=account_name]', 'trang');
        await page.fill('input[name=password]', password);
        await page.fill('input[name=password_again]', password);
        await page.locator('main form button').last().click();
        await expect(page).toHaveURL(/\/login/);
        await signIn(page, url, 'trang', password);
        await sound(page);
        expect((await page.goto(`${url}/setup`))?.status()).toBe(404);
    });

    await test.step('import', async () => {
        await importFile(page, url, 'units', 'units.csv');
        await importFile(page, url, 'persons', 'persons.xlsx');
        await importFile(page, url, 'awards', 'awards-2014-2019-messy.xlsx', false);
        await expect(page.locator('form[action$="/store"] button.primary:visible')).toHaveCount(0);
        await expect(page.getByText('Dòng có lỗi').first()).toBeVisible();
        await importFile(page, url, 'awards', 'awards-2014-2019.xlsx');
    });

    await test.step('search, sheet, summary, drill-down, export', async () => {
        await page.goto(`${url}/search?q=quyet+dinh+khong+co`);
        await sound(page);
        await page.goto(`${url}/search?q=nguyen`);
        await page.locator('main a[href^="/persons/"]').first().click();
        await sound(page);
        await page.goto(`${page.url().split('?')[0]}/sheet`);
        await sound(page);
        await page.goto(`${url}/summary?from=2014-01-01&to=2019-12-31`);
        await expect(page.getByText('1.092').first()).toBeVisible();
        await page.locator('main a', {hasText: '1.092'}).first().click();
        await expect(page.getByText(/1\.092/).first()).toBeVisible();
        await sound(page);
        const export_ = await page.request.get(`${page.url()}&format=xlsx`);
        expect(export_.status()).toBe(200);
        expect((await export_.body()).subarray(0, 2).toString()).toBe('PK');
    });

    const context = await browser.newContext();
    const second = await context.newPage();
    let decision = '';
    let recipient = '';
    await test.step('a second person releases, the public finds it', async () => {
        empty.run('user', 'add', 'lanhdao', '--role', 'leader', '--password-stdin');
        await page.goto(`${url}/decisions?authority=truong-ban`);
        decision = await page.locator('#list a[href^="/decisions/"]').first().getAttribute('href') ?? '';
        await page.goto(url + decision);
        await sound(page);
        recipient = (await page.locator('#list tbody th a').first().innerText()).trim();
        const number = (await page.locator('h1').innerText()).replace(/^.*?(\d+\/\S+).*$/s, '$1');
        await page.locator('form[action$="/publicity"] button').first().click();
        await expect(page.locator('form[action$="/release"]')).toHaveCount(0);

        const publicly = `${url}/public/awards?name=${encodeURIComponent(recipient)}&decision=${encodeURIComponent(number)}`;
        await second.goto(publicly);
        await expect(second.locator('#result tbody tr')).toHaveCount(0);
        await signIn(second, url, 'lanhdao', password);
        await second.goto(url + decision);
        await second.locator('form[action$="/release"] button').click();
        await sound(second);
        await second.goto(publicly);
        await expect(second.locator('#result tbody tr')).not.toHaveCount(0);
        await sound(second);
    });

    await test.step('correction by one, confirmed by another', async () => {
        empty.run('user', 'add', 'thutruong', '--role', 'standing-office', '--password-stdin');
        await page.goto(url + decision);
        await page.locator('#list tbody th a').first().click();
        await sound(page);
        const entry = page.url();
        await page.goto(`${entry}/correct`);
        await sound(page);
        await page.fill('input[name=certificate_no]', 'A-0512');
        await page.locator('main form button.primary').last().click();  // Without a reason: told so, nothing lost.
        await expect(page.locator('#reason-err')).toBeVisible();
        await expect(page.locator('input[name=certificate_no]')).toHaveValue('A-0512');
        await sound(page);
        await page.fill('textarea[name=reason]', 'Bản gốc ghi số bằng A-0512');
        await page.locator('main form button.primary').last().click();
        await page.waitForURL(address => !address.pathname.endsWith('/correct'));

        await second.context().clearCookies();
        await signIn(second, url, 'thutruong', password);
        await second.goto(`${url}/corrections`);
        await sound(second);
        await second.locator('button[name=answer][value=accept]').first().click();
        await page.goto(entry);
        await expect(page.getByText('A-0512').first()).toBeVisible();
    });

    await test.step('revocation by a decision', async () => {
        const before = await page.request.get(`${url}/summary?from=2014-01-01&to=2019-12-31`, {headers: {accept: 'application/json'}});
        await page.goto(url + decision);
        await page.locator('#list tbody th a').first().click();
        await page.locator('main a[href*="/revoke"]').first().click();
        await sound(page);
        await page.fill('input[name=paper_number]', '77/QĐ-BCY');
        await page.fill('input[name=paper_decided_on]', '06/05/2020');
        await page.fill('input[name=paper_authority]', 'Trưởng ban');
        await page.selectOption('select[name=paper_marking]', 'thuong');
        await page.fill('textarea[name=reason]', 'Kê khai không đúng thành tích');
        await page.locator('main form button.danger').click();
        await page.waitForURL(address => !address.pathname.endsWith('/revoke'));
        await sound(page);
        const after = await page.request.get(`${url}/summary?from=2014-01-01&to=2019-12-31`, {headers: {accept: 'application/json'}});
        expect((await after.json()).total.total).toBe((await before.json()).total.total - 1);
    });
    await context.close();
});
