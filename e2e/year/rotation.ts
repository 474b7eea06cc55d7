// December: the lead passes on.
import {expect, test} from '../fixtures';
import {codes} from './figures';
import {clerk, desk, head, look, see, year} from './story';

export function passOnLead() {
    test('the lead passes on: order, election, recognition, hand-over', async ({browser}) => {
        await year.open('2025-12-22');
        const leader = await year.seat('khoitruong');
        const {blocks} = await leader.read('/rotation?year=2026');
        const address = `/rotation/${blocks[0].block.ref}`;
        const of2026 = (path: string) => `${address}${path}?year=2026`;
        const numbers = Object.fromEntries(codes.map((code, at) => [`place-${code}`, at + 1]));
        await leader.fill(of2026(''), numbers, of2026('/order'));
        expect((await leader.read(of2026(''))).suggested_code, 'who comes after the head').toBe('D203');
        await leader.fill(of2026(''), {skip: 'D203', skip_reason: 'Mới kiện toàn lãnh đạo'}, of2026('/skip'));
        expect((await leader.read(of2026(''))).suggested_code, 'passed over').toBe('D204');

        const page = await year.page(browser, 'khoitruong', desk);
        await test.step('elected by hands', async () => {
            await see(page, '/rotation?year=2026');
            await see(page, of2026(''));
            await expect(page.locator('#head')).toHaveValue('D204');
            await page.selectOption('#deputy', 'D205');
            await page.selectOption('#manner', 'hands');
            await page.fill('#hands_for', '7');
            await page.fill('#hands_of', '8');
            await page.locator('main form[action*="/elect"] button.primary').click();
            await page.waitForURL(new RegExp(`${address}`));
            await look(page);
        });
        const unit = await year.seat(clerk('D204'));
        const denied = await unit.send(of2026('/recognise'), {number: '1', signer: 'x', dated: '22/12/2025', version: 1});
        expect(denied.status, 'a unit does not recognise its own lead').toBe(403);
        const council = await year.seat('thuky');
        await council.fill(of2026(''), {number: '95/QĐ-HĐTĐKT', signer: 'Chủ tịch Hội đồng', dated: '22/12/2025'}, of2026('/recognise'));

        await test.step('handed over by both heads', async () => {
            await see(page, of2026('/handover'));
            await page.fill('[name=place]', 'Hà Nội');
            await page.fill('[name=items]', 'Giao ước năm 2025\nBảng điểm, biên bản kiểm phiếu\nCon dấu của Khối');
            await page.fill('[name=from_name]', 'Thủ trưởng Viện Nghiên cứu Mật mã');
            await page.fill('[name=to_name]', 'Thủ trưởng Trung tâm Công nghệ phần mềm');
            await page.locator('main form button.primary').click();
            await page.waitForURL(new RegExp(`${address}`));
            await look(page);
        });
        await leader.fill(of2026(''), {as: 'giver'}, of2026('/confirm'));
        await (await year.seat(head('D204'))).fill(of2026(''), {as: 'receiver'}, of2026('/confirm'));
        expect((await leader.read(of2026(''))).handover.done).toBe(true);
        await see(page, `${address}/print/2026`);
        const pack = await leader.api.get(`${year.url}${address}/pack?year=2025`);
        expect((await pack.body()).subarray(0, 2).toString(), 'the head\'s pack is one zip file').toBe('PK');
        await page.context().close();

        await year.open('2026-01-05');
        const {blocks: next} = await (await year.seat('thutruong.d204')).read('/rotation?year=2027');
        expect(next[0].head, 'leads the new year').toBe('Trung tâm Công nghệ phần mềm');
    });
}
