// October and November: units score themselves and each other.
import {expect, test} from '../fixtures';
import {crossEntries, codes, scorersOf, selfEntries} from './figures';
import {blockName, clerk, desk, head, look, phone, round, see, step, year} from './story';

export function openRound() {
    test('the block settles its scale and opens the round', async ({browser}) => {
        await year.open('2025-10-15');
        const office = await year.page(browser, 'thuongtruc', desk);
        await test.step('the office adopts the proposed scale', async () => {
            await see(office, '/scales');
            await office.locator('main a[href="/scales/new"]').first().click();
            await look(office);
            await office.fill('#name', 'Thang điểm Khối 2 năm 2025');
            await office.selectOption('#block', {label: blockName});
            await office.locator('main form button.primary').click();
            await office.waitForURL(/\/scales\/(?!new)[a-z0-9]+$/);
            await look(office);
            await office.locator('details.confirm:has(form[action$="/adopt"]) summary').click();
            await office.locator('main form[action$="/adopt"] button').click();
            await expect(office.locator('main form[action$="/adopt"]')).toHaveCount(0);
            await look(office);
            await office.context().close();
        });

        const page = await year.page(browser, 'khoitruong', desk);
        await test.step('its head opens the round and says who scores whom', async () => {
            await see(page, '/scoring');
            await page.locator('main a[href^="/scoring/new"]').first().click();
            await look(page);
            await page.selectOption('#block', {label: blockName});
            await page.selectOption('#scale', {index: 1});
            await page.fill('#threshold', '10');
            await page.locator('main form button.primary').click();
            await page.waitForURL(/\/scoring\/(?!new)[a-z0-9]+$/);
            await look(page);
        });
        const address = new URL(page.url()).pathname;
        round.ref = address.split('/').pop() ?? '';
        const leader = await year.seat('khoitruong');
        for (const code of codes.slice(1))
            await leader.post(`${address}/units/${code}/scorers`, {scorers: scorersOf(code), version: (await leader.read(address)).round.version});
        await test.step('the last by hand, then the sheets are opened', async () => {
            await see(page, `${address}/units/${codes[0]}/scorers`);
            for (const scorer of scorersOf(codes[0])) await page.check(`input[name=scorers][value=${scorer}]`);
            await page.locator('main form button.primary').click();
            await page.fill('#day-open-self', '31/10/2025');
            await page.locator('main form:has(input[name=step][value=open-self]) button').click();
            await expect(page.locator('ol.steps [aria-current=step]')).toContainText('Tự chấm');
            await look(page);
        });
        expect((await leader.read(address)).round.state).toBe('self');
        await page.context().close();
    });
}

export function scoreThemselves() {
    test('units score themselves', async ({browser}) => {
        await year.open('2025-10-27');
        const address = `/scoring/${round.ref}`;
        const sheet = (code: string) => `${address}/units/${code}`;
        for (const code of ['D201', 'D202', 'D203', 'D207', 'D208']) {
            const unit = await year.seat(clerk(code));
            await unit.post(`${sheet(code)}/self`, {...await selfEntries(unit, `${sheet(code)}/self`, code), do: 'send'});
        }
        const page = await year.page(browser, clerk('D204'), desk);
        await test.step('each row is saved as it is left; two people at one cell choose', async () => {
            const said = page.locator('[data-said]');
            const leave = async (cell: string, value: string) => {
                await page.fill(`[id="${cell}"]`, value);
                await page.press(`[id="${cell}"]`, 'Enter');
            };
            await see(page, `${sheet('D204')}/self`);
            await leave('v.1', '90');
            await expect(said).toContainText('Đã lưu lúc');
            await page.reload();
            await expect(page.locator('[id="v.1"]')).toHaveValue('90');
            await leave('p.6', '55');  // More than the criterion has.
            await expect(page.locator('[id="p.6-err"]')).toContainText('Điểm từ 0 đến 50');
            await look(page);
            await leave('p.6', '44');
            await expect(page.locator('[id="p.6-err"]')).toHaveCount(0);
            await (await year.seat(head('D204'))).post(`${sheet('D204')}/self`, {'p.7': 50, 'ver.7': 0, do: 'save'});
            await leave('p.7', '61');
            await expect(page.locator('[id="p.7-err"]')).toContainText('50');
            await look(page);
            await page.getByRole('button', {name: 'Giữ số tôi ghi'}).click();
            await expect(said).toContainText('Đã lưu lúc');
            const cell = await (await year.seat(clerk('D204'))).read(`${sheet('D204')}/cells/7`);
            expect(cell.history[0].points).toBe(61);
        });
        await test.step('one by hand: what is wrong is told, nothing typed is lost', async () => {
            await see(page, `${sheet('D204')}/self`);
            for (const [name, value] of Object.entries(await selfEntries(await year.seat(clerk('D204')), `${sheet('D204')}/self`, 'D204')))
                if (!name.startsWith('ver.')) await page.fill(`[id="${name}"]`, String(value));
            await page.fill('[id="p.6"]', '55');  // More than the criterion has.
            await page.locator('main button[value=save]').click();
            await expect(page.locator('#errors')).toBeVisible();
            await expect(page.locator('[id="p.7"]')).toHaveValue('62');
            await look(page);
            await page.fill('[id="p.6"]', '45');
            await page.locator('main button[value=send]').click();
            await page.waitForURL(new RegExp(`${sheet('D204')}$`));
            await look(page);
            await see(page, `${sheet('D204')}/cells/1`);
        });

        await test.step('begun on the phone, sent from the desk', async () => {
            const small = await year.page(browser, clerk('D205'), phone);
            await see(small, `${sheet('D205')}/self`);
            await small.fill('[id="p.6"]', '41');
            await small.fill('[id="p.7"]', '60');
            await small.locator('main button[value=save]').click();
            await expect(small.locator('#errors')).toHaveCount(0);
            await look(small);
            await small.context().close();
            const seat = await year.seat(clerk('D205'));
            const rest = await selfEntries(seat, `${sheet('D205')}/self`, 'D205');
            await seat.post(`${sheet('D205')}/self`, {...rest, 'p.6': 44, 'ver.6': 1, 'ver.7': 1, do: 'send'});
        });

        const unit = await year.seat(clerk('D206'));
        await test.step('two people at one cell: the second is shown both', async () => {
            await unit.post(`${sheet('D206')}/self`, {...await selfEntries(unit, `${sheet('D206')}/self`, 'D206'), do: 'save'});
            const stale = await (await year.seat(head('D206'))).send(`${sheet('D206')}/self`, {'v.1': 96, 'ver.1': 0, do: 'save'});
            expect(stale.status).toBe(409);
            expect(stale.document.errors[0].args).toMatchObject({mine: '96', theirs: '95'});
        });

        await test.step('nobody reads another unit\'s sheet', async () => {
            const other = await year.seat(clerk('D203'));
            expect(await other.status(sheet('D204'))).toBe(404);
            expect(await other.status(`${sheet('D204')}/cells/1`)).toBe(404);
            expect(await (await year.seat(clerk('D101'))).status(address)).toBe(404);
            expect((await other.read(address)).sent, 'nor how many have sent theirs').toBeNull();
        });
        await page.context().close();
    });

    test('who comes after the last day is told so; the window is extended with a reason', async () => {
        await year.open('2025-11-01');
        const address = `/scoring/${round.ref}`;
        const unit = await year.seat(clerk('D206'));
        const late = await unit.send(`${address}/units/D206/self`, {'p.6': 44, 'ver.6': 1, do: 'send'});
        expect(late.status).toBe(409);
        expect(late.document.errors[0]).toMatchObject({key: 'block.error.window', args: {day: '31/10/2025'}});
        const leader = await year.seat('khoitruong');
        await leader.post(`${address}/extend`, {closes_on: '02/11/2025', reason: 'Đơn vị mất điện hai ngày', version: (await leader.read(address)).round.version});
        await unit.post(`${address}/units/D206/self`, {'p.6': 44, 'ver.6': 1, do: 'send'});
        expect((await leader.read(address)).sent).toBe(8);
    });
}

export function scoreEachOther() {
    test('units score each other; one is far from the others', async ({browser}) => {
        await year.open('2025-11-03');
        const address = `/scoring/${round.ref}`;
        const leader = await year.seat('khoitruong');
        await leader.post(`${address}/step`, {step: 'start-cross', closes_on: '08/11/2025', version: (await leader.read(address)).round.version});
        for (const scorer of codes) {
            const seat = await year.seat(clerk(scorer));
            for (const task of (await seat.read(address)).tasks) {
                if (scorer === 'D202' && task.unit.code === 'D201') continue;  // Typed by hand below.
                const form = `${address}/units/${task.unit.code}/cross`;
                const fields = await crossEntries(seat, `${form}?scorer=${scorer}`);
                // D206 thinks little of the work of D203.
                if (scorer === 'D206' && task.unit.code === 'D203') Object.assign(fields, {'p.2': 60, 'r.2': 'Nhiều sản phẩm phải làm lại'});
                // All who score D208 think less of it than it does itself.
                if (task.unit.code === 'D208') Object.assign(fields, {'p.2': 60, 'r.2': 'Hai hoạt động chưa có sản phẩm'});
                await seat.post(form, {...fields, scorer, do: 'send'});
            }
        }
        const page = await year.page(browser, clerk('D202'), desk);
        await test.step('one by hand', async () => {
            await see(page, address);
            await page.locator(`main a[href="${address}/units/D201/cross?scorer=D202"]`).click();
            await look(page);
            const fields = await crossEntries(await year.seat(clerk('D202')), `${address}/units/D201/cross?scorer=D202`);
            for (const [name, value] of Object.entries(fields))
                if (name.startsWith('p.')) await page.fill(`[id="${name}"]`, String(value));
            await page.locator('main button[value=send]').click();
            await page.waitForURL(new RegExp(`${address}$`));
            await look(page);
            await page.context().close();
        });

        const outliers = (await leader.read(`${address}/units/D203`)).outliers;
        expect(outliers).toEqual([{scorer: 'Trung tâm Kiểm định sản phẩm mật mã dân sự và thiết bị bảo mật', criterion: '2', points: 60, median: 130}]);
        expect((await (await year.seat(clerk('D203'))).read(`${address}/units/D203`)).outliers, 'the unit is not told who').toEqual([]);
    });

    test('a unit explains what the others saw otherwise', async ({browser}) => {
        await year.open('2025-11-09');
        const address = `/scoring/${round.ref}`;
        await step('khoitruong', 'start-explain', '12/11/2025');
        const page = await year.page(browser, head('D208'), desk);
        await see(page, `${address}/units/D208/explain`);
        await page.selectOption('[name="e.2"]', 'explain');
        await page.locator('main form button.primary').click();
        await expect(page.locator('#errors')).toBeVisible();  // An explanation says something.
        await look(page);
        await page.fill('[name="t.2"]', 'Hai triển lãm đã khai mạc ngày 20/10, có biên bản kèm theo');
        await page.locator('main form button.primary').click();
        await expect(page.locator('#errors')).toHaveCount(0);
        await look(page);
        expect((await (await year.seat(head('D201'))).read(`${address}/units/D201/explain`)).gaps, 'nothing to explain').toEqual([]);
        await page.context().close();
    });
}
