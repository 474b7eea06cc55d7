// March to November: the movement's targets are given to the units, reported, and visited.
import {expect, test} from '../fixtures';
import type {Document} from './server';
import {codes} from './figures';
import {clerk, desk, look, movement, see, year} from './story';

export function spreadTargets() {
    test('a target is spread to eight units, taken back, and spread again', async ({browser}) => {
        await year.open('2025-03-05');
        const address = `/movements/${movement.ref}`;
        const page = await year.page(browser, 'thuongtruc', desk);
        await test.step('the target', async () => {
            await see(page, address);
            await page.locator(`main a[href="${address}/targets"]`).click();
            await look(page);
            await page.fill('#target_name', 'Hồ sơ được số hóa');
            await page.fill('#wanted', 'tám nghìn');
            await page.fill('#measure', 'hồ sơ');
            await page.fill('#due_on', '15/11/2025');
            await page.locator('main form[action$="/targets"] button.primary').click();
            await expect(page.locator('#errors')).toBeVisible();
            await expect(page.locator('#target_name')).toHaveValue('Hồ sơ được số hóa');
            await look(page);
            await page.fill('#wanted', '8.000');
            await page.locator('main form[action$="/targets"] button.primary').click();
            await expect(page.locator('main table.t')).toContainText('8.000');
        });

        const spread = async () => {
            await page.locator(`main a[href="${address}/spread"]`).click();
            await look(page);
            await page.fill('#subjects', codes.join('\n'));
            await page.locator('main form[action$="/preview"] button.primary').click();
            await expect(page.locator('main table.t tbody tr'), 'every figure is shown before').toHaveCount(8);
            await look(page);
        };
        await test.step('looked at, spread, taken back with a reason', async () => {
            await spread();
            const {list} = await (await year.seat('thuongtruc')).read(`${address}/targets`);
            expect(list.rows[0].shares, 'looking writes nothing').toBe(0);
            await page.locator(`main form[action="${address}/spread"] button.primary`).click();
            await page.waitForURL(/\/targets$/);
            await page.locator('details.confirm summary').click();
            await page.fill('[name=undo_reason]', 'Giao nhầm mức cho đơn vị nhỏ');
            await page.locator('form[action$="/undo"] button.danger').click();
            await expect(page.locator('main')).toContainText('Giao nhầm mức cho đơn vị nhỏ');
            await look(page);
        });
        await test.step('spread again, a smaller figure for the smallest', async () => {
            await spread();
            await page.locator('input[name$="-D208"]').fill('500');
            await page.locator(`main form[action="${address}/spread"] button.primary`).click();
            await page.waitForURL(/\/targets$/);
            await page.locator('main table.t tbody a').first().click();
            await look(page);
            await expect(page.locator('main tr', {hasText: 'D208'})).toContainText('500');
            await page.context().close();
        });
        const {list} = await (await year.seat('thuongtruc')).read(`${address}/targets`);
        expect(list.rows[0]).toMatchObject({shares: 8, reported: 0});
    });
}

export function reportTargets() {
    test('units report what they reached; the board is the sum', async ({browser}) => {
        await year.open('2025-08-22');
        const address = `/movements/${movement.ref}/targets`;
        const {list} = await (await year.seat('thuongtruc')).read(address);
        const target = `${address}/${list.rows[0].ref}`;
        for (const code of codes.slice(1)) {
            const unit = await year.seat(clerk(code));
            const own = (await unit.read(target)).list.rows;
            expect(own.map((share: Document) => share.code), 'each reads its own share alone').toEqual([code]);
            await unit.fill(`${target}/shares/${own[0].ref}`, {result: '900', day: '22/08/2025', version: own[0].version});
        }
        const page = await year.page(browser, clerk('D201'), desk);
        await test.step('one by hand', async () => {
            await see(page, target);
            await page.locator('main table.t a.btn').click();
            await look(page);
            await page.fill('#result', '1.250,5');
            await page.locator('main form.form button.primary').click();
            await page.waitForURL(new RegExp(`${target}$`));
            await look(page);
            await page.context().close();
        });
        const done = await (await year.seat('thuongtruc')).read(target);
        expect(done.target).toMatchObject({reported: 8, result: 7 * 900 + 1250.5});
        expect(done.chart.bars, 'compared in a chart').toHaveLength(8);
    });
}

export function inspect() {
    test('a visit finds something; the unit mends it', async ({browser}) => {
        await year.open('2025-08-29');
        const address = `/movements/${movement.ref}/visits`;
        const office = await year.page(browser, 'thuongtruc', desk);
        await test.step('found and asked for', async () => {
            await see(office, address);
            await office.fill('#unit', 'D207');
            await office.fill('#visited_on', '30/08/2025');
            await office.fill('#visitors', 'Đoàn kiểm tra của Thường trực');
            await office.fill('#findings', 'Kho hồ sơ chưa có sổ giao nhận');
            await office.fill('#follow_up', 'Lập sổ giao nhận hồ sơ');
            await office.fill('#follow_up_due', '12/09/2025');
            await office.locator('main form[action$="/visits"] button.primary').click();
            await expect(office.locator('#errors'), 'a visit has happened').toBeVisible();
            await expect(office.locator('#findings')).toHaveValue('Kho hồ sơ chưa có sổ giao nhận');
            await look(office);
            await office.fill('#visited_on', '28/08/2025');
            await office.locator('main form[action$="/visits"] button.primary').click();
            await expect(office.locator('main section.card').first()).toContainText('Lập sổ giao nhận hồ sơ');
            await look(office);
        });
        expect((await (await year.seat(clerk('D204'))).read(address)).list.rows, 'no other unit reads it').toEqual([]);

        const unit = await year.page(browser, clerk('D207'), desk);
        await test.step('answered by the unit, closed by the office', async () => {
            await see(unit, address);
            await unit.locator('main details summary').first().click();
            await unit.fill('[name=visit_answer]', 'Đã lập sổ, bàn giao lại toàn bộ hồ sơ đang giữ');
            await unit.locator('form[action$="/answer"] button.primary').click();
            await expect(unit.locator('main')).toContainText('Đã lập sổ');
            await look(unit);
            await unit.context().close();
            await see(office, address);
            await office.locator('form[action$="/close"] button').click();
            await expect(office.locator('form[action$="/close"]')).toHaveCount(0);
            await look(office);
            await office.context().close();
        });
        const {list} = await (await year.seat('thuongtruc')).read(address);
        expect(list.rows.map((visit: Document) => visit.state)).toEqual(['closed']);
    });
}
