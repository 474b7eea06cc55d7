// March: what units and people aim at.
import {expect, test} from '../fixtures';
import type {Document, Seat} from './server';
import {codes} from './figures';
import {clerk, desk, look, see, year} from './story';

// One unit's list: the unit itself and the first of its people, as pasted from a sheet.
async function listOf(unit: Seat, code: string): Promise<string> {
    const {list} = await unit.read('/persons?service=in');
    return `Mã\tDanh hiệu\tSáng kiến\n${code}\tTập thể lao động xuất sắc\t\n${list.rows[0].code}\tLao động tiên tiến\tCải tiến quy trình kiểm tra`;
}

async function register(code: string): Promise<Document> {
    const unit = await year.seat(clerk(code));
    const {location} = await unit.post('/registrations', {unit: code, year: 2025});
    const rows = await unit.fill(`${location}/rows`, {rows: await listOf(unit, code)});
    await unit.fill(rows.location, {});
    await unit.fill(location, {}, `${location}/steps/submit`);
    return {address: location, ...await unit.read(location)};
}

export function registerAims() {
    test('units register what they aim at', async ({browser}) => {
        await year.open('2025-03-10');
        const addresses: string[] = [];
        for (const code of codes.filter(each => each !== 'D204' && each !== 'D207')) addresses.push((await register(code)).address);

        const page = await year.page(browser, clerk('D204'), desk);
        await test.step('one by hand: a line that is wrong is named before anything is written', async () => {
            await see(page, '/registrations?year=2025');
            await page.locator('main form[action="/registrations"][method=post] button.primary').click();
            await page.waitForURL(/\/registrations\/[a-z0-9]+$/);
            await look(page);
            await page.locator('main a[href$="/rows"]').first().click();
            await look(page);
            const good = await listOf(await year.seat(clerk('D204')), 'D204');
            await page.fill('[name=rows]', `${good}\nNV999999\tLao động tiên tiến\t`);
            await page.locator('main form button.primary').click();
            await expect(page.locator('main')).toContainText('Chưa có dòng nào được ghi');
            await look(page);
            await page.fill('[name=rows]', good);
            await page.locator('main form:has([name=rows]) button').last().click();
            await page.locator('main form[action*="/rows/"] button.primary').click();
            await page.waitForURL(/\/registrations\/[a-z0-9]+$/);
            await page.locator('main form[action$="/steps/submit"] button').click();
            await expect(page.locator('main form[action$="/steps/submit"]')).toHaveCount(0);
            await look(page);
            await see(page, `${new URL(page.url()).pathname}/print`);
        });
        const own = addresses[0];
        expect(await (await year.seat(clerk('D205'))).status(own), 'not another unit\'s').toBe(404);

        const office = await year.seat('thuongtruc');
        const returned = addresses.pop() ?? '';
        await office.fill(returned, {reason: 'Ghi rõ tên sáng kiến dự kiến'}, `${returned}/steps/return`);
        expect((await office.read(returned)).registration.state).toBe('returned');
        const mender = await year.seat(clerk('D208'));
        await mender.fill(returned, {}, `${returned}/steps/submit`);
        for (const address of [...addresses, returned]) await office.fill(address, {}, `${address}/steps/approve`);
        await page.context().close();
    });
}

export function registerLate() {
    test('one unit registers late', async () => {
        await year.open('2025-04-02');
        const late = await register('D207');
        expect(late.registration.late, 'kept, and marked').toBe(true);
        const list = (await (await year.seat('thuongtruc')).read('/registrations?year=2025&late=1')).list;
        expect(list.rows.map((row: Document) => row.unit_name)).toEqual(['Trường Trung cấp Kỹ thuật']);
    });
}
