// From the meeting's points to the published places.
import {expect, test} from '../fixtures';
import type {Document} from './server';
import {blockEntries, blockTotal, codes} from './figures';
import {clerk, desk, head, look, places, round, see, step, year} from './story';

export function fixPoints() {
    test('the meeting fixes the points; ties are parted as the scale says', async ({browser}) => {
        await year.open('2025-11-14');
        const address = `/scoring/${round.ref}`;
        await step('khoitruong', 'start-meeting');
        const leader = await year.seat('khoitruong');
        const own = await leader.send(`${address}/units/D202/block`, {...blockEntries('D202'), do: 'save'});
        expect(own.document.errors[0].key, 'the head does not collate its own sheet').toBe('block.error.deputy-collates');
        for (const code of codes)
            await (await year.seat(code === 'D202' ? 'khoipho' : 'khoitruong')).post(`${address}/units/${code}/block`, {...blockEntries(code), do: 'save'});
        const tied = (await leader.read(`${address}/ranking`)).places.filter((each: Document) => each.tied);
        expect(tied.map((each: Document) => each.code).sort(), 'equal in points and in the first group').toEqual(['D205', 'D206']);

        const page = await year.page(browser, 'khoitruong', desk);
        await test.step('the votes of the counted ballot part them', async () => {
            await see(page, `${address}/units/D203/block`);
            await see(page, `${address}/votes`);
            await page.locator('main form[action$="/votes/take"] button').click();
            await page.waitForURL(/\/ranking$/);
            await look(page);
            await page.context().close();
        });
        const {places: ranked} = await leader.read(`${address}/ranking`);
        const by = Object.fromEntries(ranked.map((each: Document) => [each.code, each]));
        for (const code of codes.filter(each => each !== 'D207')) expect(by[code].total, code).toBe(blockTotal(code));
        expect(await places('khoitruong')).toEqual({D202: 1, D201: 2, D203: 3, D204: 4, D205: 5, D206: 6, D208: 7, D207: null});
        expect([by.D203.parted_by, by.D205.parted_by], 'the first group, then the vote').toEqual(['I', 'vote']);
        expect(by.D207.excluded_by, 'safety excludes').toBe('3');
        await step('khoitruong', 'close-meeting');
        expect(await (await year.seat(clerk('D204'))).status(`${address}/units/D203`), 'still nobody else\'s').toBe(404);
    });
}

export function verify() {
    test('verification swaps two places; both rankings stand, the Council decides', async ({browser}) => {
        await year.open('2025-11-24');
        const address = `/scoring/${round.ref}`;
        const office = await year.seat('thuongtruc');
        await office.post(`${address}/units/D202/verified`, {'p.10': 19, 'r.10': 'Ba tin bài nộp sau hạn, không được tính', 'ver.10': 0, do: 'save'});
        await step('thuongtruc', 'verify');
        const both = await office.read(`${address}/ranking`);
        expect(both.moved.map((each: Document) => [each.code, each.from, each.to]).sort()).toEqual([['D201', 2, 1], ['D202', 1, 2]]);
        expect(both.before[0].code).toBe('D202');
        expect(both.after[0].code).toBe('D201');

        const council = await year.seat('thuky');
        const bare = await council.send(`${address}/step`, {step: 'decide', version: (await council.read(address)).round.version});
        expect(bare.document.errors[0].key, 'not without a reason').toBe('block.error.moved');
        const page = await year.page(browser, 'thuky', desk);
        await test.step('a reasoned decision', async () => {
            await see(page, `${address}/ranking`);
            const form = page.locator('main form[action$="/resolve"]');
            await form.locator('[name=reason]').fill('Điểm thẩm định có minh chứng; Hội đồng giữ thứ hạng sau thẩm định');
            await form.locator('[name=paper]').fill('92/QĐ-HĐTĐKT');
            await form.locator('button').click();
            await page.waitForURL(/\/ranking$/);
            await look(page);
            await see(page, `${address}/what-if`);
            await page.context().close();
        });
        await step('thuky', 'decide');
        expect((await council.read(address)).round.state).toBe('decided');
    });
}

export function publish() {
    test('published in two steps; the places become facts', async ({browser}) => {
        await year.open('2025-12-01');
        const address = `/scoring/${round.ref}`;
        await step('thuongtruc', 'show', '05/12/2025');
        expect(await places(clerk('D204')), 'the block sees').toMatchObject({D201: 1, D202: 2, D204: 4});
        expect(await (await year.seat('nguoixem')).status(`${address}/ranking`), 'others do not yet').toBe(404);
        const page = await year.page(browser, head('D204'), desk);
        await test.step('a unit appeals and is answered', async () => {
            await see(page, `${address}/appeals`);
            await page.fill('[name=text]', 'Đề nghị xem lại điểm tiêu chí 1 của đơn vị');
            await page.locator('main form button.primary').first().click();
            await page.waitForLoadState();
            await look(page);
            await page.context().close();
        });
        await test.step('from a place down to the rows behind a figure', async () => {
            const reader = await year.page(browser, head('D204'), desk);
            await see(reader, `${address}/ranking`);
            await reader.locator('main table.t a', {hasText: 'Trung tâm Công nghệ phần mềm'}).first().click();
            await look(reader);
            await reader.locator('main tr', {has: reader.locator('.tag-3')}).first().locator('th a').click();
            await look(reader);
            await reader.locator('main section.card').first().locator('a').first().click();
            await look(reader);
            await expect(reader.locator('main'), 'its own paper').toContainText('Trung tâm Công nghệ phần mềm');
            await reader.context().close();
        });
        const early = await (await year.seat('lanhdao')).send(`${address}/step`, {step: 'publish', version: (await (await year.seat('lanhdao')).read(address)).round.version});
        expect(early.status, 'not before every appeal is answered').toBe(409);
        const office = await year.seat('thuongtruc');
        const {appeals} = await office.read(`${address}/appeals`);
        await office.post(`${address}/appeals/${appeals[0].ref}`, {outcome: 'rejected', answer: 'Số liệu đã đối chiếu với báo cáo của chính đơn vị', version: appeals[0].version});

        await year.open('2025-12-08');
        await step('lanhdao', 'publish');
        expect(await places('nguoixem'), 'everyone who reads movements sees').toMatchObject({D201: 1, D202: 2, D207: null});
        const viewer = await year.page(browser, 'nguoixem', desk);
        await see(viewer, `${address}/ranking`);
        await see(viewer, `${address}/print`);
        await see(viewer, `${address}/units/D204/print`);
        await viewer.context().close();
        const later = await year.seat('thuongtruc');
        const {round: published} = await later.read(address);
        expect(published.state).toBe('published');
        const block = await later.read(`/blocks/${published.block_ref}?year=2025`);
        expect(JSON.stringify(block), 'the rank in the facts').toMatch(/"code":"D201"[^}]*"rank":1|"rank":1[^}]*"code":"D201"/);
    });
}
