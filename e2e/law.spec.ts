// The road of the law: library, a person's way ahead, what if, a ruling by two persons, the sweep, export.
import {expect, signIn, sound, test, type Server} from './fixtures';
import type {Page} from '@playwright/test';

const sweepOfTheYear = '/sweep?award=cstd-bo&year=2025&received=31/12/2025';
const person = 'NV000011';

async function see(page: Page, address: string) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(200);
    await sound(page);
}

type Row = {code: string; remark: string};

async function swept(page: Page, demo: Server): Promise<{total: number; first: Row}> {
    const answer = await page.request.get(demo.url + sweepOfTheYear, {headers: {accept: 'application/json'}});
    const {list} = await answer.json();
    return {total: list.total, first: list.rows[0]};
}

test('the law, from the library to the swept list', async ({page, demo, browser}) => {
    test.setTimeout(300_000);
    const url = demo.url;
    await signIn(page, url, 'thuongtruc');

    await test.step('library', async () => {
        await see(page, `${url}/law`);
        await page.locator('a[href="/law/cstd-bo"]').first().click();
        await sound(page);
        await expect(page.locator('.req').first()).toBeVisible();
        await see(page, `${url}/law/cstd-bo/compare`);
        await see(page, `${url}/law/regimes`);
        await see(page, `${url}/law/bonus`);
    });

    await test.step('a person and the way ahead', async () => {
        await see(page, `${url}/persons/${person}`);
        await page.locator(`main a[href^="/eligibility?subject=${person}&year="]`).first().click();
        await sound(page);
        await see(page, `${url}/eligibility?subject=${person}&award=cstd-bo&year=2025`);
        await expect(page.locator('main .req', {hasText: '410/QĐ-BVD'}).first()).toBeVisible();
    });

    await test.step('bad input keeps what was typed and says what to do', async () => {
        await page.fill('main input[name=year]', 'năm nay');
        await page.locator('main form button.primary').first().click();
        await expect(page.locator('#errors')).toBeVisible();
        await expect(page.locator('main input[name=subject]')).toHaveValue(person);
        await sound(page);
    });

    await test.step('what if the missing year were won', async () => {
        await see(page, `${url}/what-if?subject=${person}`);
        await page.selectOption('select[name=title_2025]', 'cstd-co-so');
        await page.selectOption('select[name=year]', '2025');
        await page.locator('main form button.primary').click();
        await sound(page);
        await expect(page.locator('section.card').first()).toContainText('Chiến sĩ thi đua cấp bộ');
    });

    await see(page, url + sweepOfTheYear);
    const before = await swept(page, demo);
    const open = `${url}/eligibility?subject=${before.first.code}&award=cstd-bo&year=2025&received=31/12/2025`;
    await see(page, open);
    await expect(page.locator('main')).toContainText('Chuỗi năm đã đủ nhưng kết thúc trước năm xét');

    const context = await browser.newContext({viewport: page.viewportSize()});
    const office = await context.newPage();
    await test.step('a ruling is entered by one, confirmed by another', async () => {
        await signIn(office, url, 'phapche');
        await see(office, `${url}/law/rulings/new`);
        await office.selectOption('select[name=choice]', 'cstd-bo/late-filing');
        await office.check('#holds-no');
        await office.fill('textarea[name=reason]', 'Chỉ xét hồ sơ đề nghị ngay sau năm cuối của chuỗi');
        await office.fill('input[name=received_from]', '01/12/2025');
        await office.fill('input[name=number]', '41/KL-BVD');
        await office.fill('input[name=dated]', '28/11/2025');
        await office.fill('input[name=signer]', 'Trưởng ban');
        await office.setInputFiles('input[type=file]',
            {name: '41-KL-BVD.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n')});
        await office.locator('main form button.primary').last().click();
        await office.waitForURL(/\/law\/rulings\/(?!new)[a-z0-9]+/);
        await sound(office);
        await expect(office.locator('form[action$="/confirm"]')).toHaveCount(0);
        expect((await swept(page, demo)).total).toBe(before.total);  // Nothing holds before the second person.

        const ruling = office.url();
        await context.clearCookies();
        await signIn(office, url, 'kichhoat');
        await see(office, ruling);
        await office.locator('form[action$="/confirm"] button').click();
        await expect(office.locator('form[action$="/confirm"]')).toHaveCount(0);
        await sound(office);
        await see(office, `${url}/law/rulings`);
    });
    await context.close();

    await test.step('verdict and sweep follow the ruling; the list is exported', async () => {
        await see(page, open);
        await expect(page.locator('main')).toContainText('41/KL-BVD');
        await see(page, url + sweepOfTheYear);
        const after = await swept(page, demo);
        expect(after.total).toBeLessThan(before.total);
        const file = await page.locator('a[href*="format=xlsx"]').first().getAttribute('href') ?? '';
        const exported = await page.request.get(new URL(file, page.url()).href);
        expect(exported.status()).toBe(200);
        expect((await exported.body()).subarray(0, 2).toString()).toBe('PK');
    });
});
