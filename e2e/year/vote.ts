// The secret ballot of the eight units.
import {expect, test} from '../fixtures';
import type {Document} from './server';
import {desk, head, look, phone, see, year} from './story';

// What each unit marks: the places of the lines it is for; of the rest it is against.
const marks: Record<string, number[]> = {
    D201: [1, 2, 3], D202: [1, 2, 3], D203: [1, 2, 3], D204: [1, 2, 4], D205: [1, 3], D206: [1, 2, 4]};

export function vote() {
    test('units vote in secret; two tellers open the box', async ({browser}) => {
        await year.open('2025-11-14');
        const page = await year.page(browser, 'khoitruong', desk);
        await test.step('prepared by hand', async () => {
            await see(page, '/ballots');
            await see(page, '/ballots/new?year=2025');
            await page.fill('#title', 'Bỏ phiếu suy tôn của Khối 2 năm 2025');
            await page.fill('#award', 'Cờ thi đua của Ban');
            for (const code of ['D202', 'D201', 'D205', 'D206']) await page.check(`#unit-${code}`);
            await page.fill('#closes_on', '14/11/2025');
            await page.fill('#closes_time', '23:59');
            await page.selectOption('#teller_1', 'kiemphieu');
            await page.selectOption('#teller_2', 'kiemphieu');
            await page.locator('main form .btn.primary').last().click();
            await expect(page.locator('#errors')).toBeVisible();  // One person is not two tellers.
            await expect(page.locator('#unit-D205')).toBeChecked();
            await page.selectOption('#teller_2', 'kiemphieu2');
            await page.locator('main form .btn.primary').last().click();
            await page.waitForURL(/\/ballots\/(?!new)[a-z0-9]+$/);
            await look(page);
            await page.locator('form[action$="/roll"] button').click();
            await page.waitForLoadState();
        });
        const address = new URL(page.url()).pathname;

        const shares: Record<string, string> = {};
        await test.step('each teller makes a key and keeps its share', async () => {
            for (const teller of ['kiemphieu', 'kiemphieu2']) {
                const desktop = await year.page(browser, teller, desk);
                await see(desktop, `${address}/key`);
                await desktop.locator('form[action$="/key"] button').click();
                await desktop.waitForLoadState();
                await look(desktop);
                shares[teller] = (await desktop.locator('p.code').innerText()).trim();
                await desktop.fill('#share', shares[teller]);
                await desktop.locator('form[action$="/confirm"] button').click();
                await desktop.waitForLoadState();
                await desktop.context().close();
            }
            await see(page, address);
            await page.locator('form[action$="/open"] button').click();
            await page.waitForLoadState();
            await look(page);
        });

        await test.step('heads cast, one on the phone; one unit takes paper, one stays away', async () => {
            const lines: Document[] = (await (await year.seat('khoitruong')).read(address)).lines;
            expect(lines).toHaveLength(4);
            for (const [code, places] of Object.entries(marks)) {
                if (code === 'D203') continue;  // By hand below.
                const choices = Object.fromEntries(lines.filter(line => line.code !== code)
                    .map(line => [`line-${line.place}`, places.includes(line.place) ? 'yes' : 'not']));
                await (await year.seat(head(code))).post(`${address}/vote`, {unit: code, ...choices});
            }
            const voter = await year.page(browser, head('D203'), phone);
            await see(voter, `${address}/vote`);
            for (const line of lines) await voter.check(`#${marks.D203.includes(line.place) ? 'yes' : 'no'}-${line.place}`);
            await voter.locator('main form.ballot .btn.primary').click();
            await voter.waitForLoadState();
            await look(voter);
            const again = await (await year.seat(head('D203'))).send(`${address}/vote`, {unit: 'D203', 'line-1': 'not'});
            expect(again.status, 'what was cast stays cast').toBeGreaterThanOrEqual(400);
            const office = await year.seat('thutruong.d101');
            expect(await office.status(address), 'another block knows of no ballot').toBe(404);
            await voter.context().close();
            const teller = await year.page(browser, 'kiemphieu', desk);
            await see(teller, address);
            const taker = teller.locator('#unit li', {has: teller.locator('input[name=unit][value=D208]')});
            await taker.locator('summary').click();
            await taker.locator('button.danger').click();
            await expect(taker, 'on paper for good').toHaveCount(0);
            await look(teller);
            await teller.context().close();
            const after = await (await year.seat(head('D208'))).send(`${address}/vote`, {unit: 'D208', 'line-1': 'yes'});
            expect(after.status, 'who has paper casts no second ballot').toBeGreaterThanOrEqual(400);
        });

        await test.step('closed, read, opened', async () => {
            const leader = await year.seat('khoitruong');
            await leader.fill(address, {close_reason: 'Đơn vị còn lại vắng họp có lý do'}, `${address}/close`);
            const paper = {returned: 1, spoilt: 0, 'yes-1': 1, 'no-1': 0, 'yes-2': 1, 'no-2': 0, 'yes-3': 1, 'no-3': 0, 'yes-4': 0, 'no-4': 1};
            await (await year.seat('kiemphieu')).post(`${address}/count/paper`, paper);
            await (await year.seat('kiemphieu2')).post(`${address}/count/paper`, paper);
            const teller = await year.page(browser, 'kiemphieu', desk);
            await see(teller, `${address}/count`);
            await (await year.seat('kiemphieu')).post(`${address}/count`, {share_1: shares.kiemphieu, share_2: shares.kiemphieu2});
            await teller.context().close();
            await leader.fill(address, {number: '04/BBKP-K2', held_at: 'Hội trường Viện Nghiên cứu Mật mã', chair: 'Khối trưởng', secretary: 'Thư ký Khối', remarks: ''}, `${address}/sign`);
            const {session, lines} = await leader.read(address);
            expect(session.state).toBe('settled');
            expect(Object.fromEntries(lines.map((line: Document) => [line.code, line.in_favour])), 'as the heads meant it')
                .toEqual({D201: 6, D202: 5, D205: 4, D206: 1});
            await see(page, address);
            await see(page, `${address}/minutes`);
        });
        await page.context().close();
    });
}
