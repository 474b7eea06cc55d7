// The year-end meeting: who came, what was decided.
import {expect, test} from '../fixtures';
import type {Page} from '@playwright/test';
import {codes} from './figures';
import {blockName, clerk, desk, look, phone, see, year} from './story';

async function signAs(page: Page, part: string) {
    const form = page.locator(`form:has(input[name=as][value=${part}])`);
    await form.locator('button').click();
    await expect(form).toHaveCount(0);
    await look(page);
}

export function meet() {
    test('the block meets at the end of the year', async ({browser}) => {
        await year.open('2025-11-14');
        const page = await year.page(browser, 'khoitruong', desk);
        await test.step('called, attended, minuted by hand', async () => {
            await see(page, '/meetings?year=2025');
            await page.locator('main a[href^="/meetings/new"]').first().click();
            await look(page);
            await page.selectOption('[name=block]', {label: blockName});
            await page.selectOption('[name=kind]', 'year-end');
            await page.fill('[name=title]', 'Hội nghị tổng kết Khối 2 năm 2025');
            await page.fill('[name=day]', '14/11/2025');
            await page.fill('[name=place]', 'Hội trường Viện Nghiên cứu Mật mã');
            await page.fill('[name=agenda]', 'Báo cáo tổng kết\nThống nhất điểm Khối\nBỏ phiếu suy tôn');
            await page.locator('main form button.primary').click();
            await page.waitForURL(/\/meetings\/(?!new)[a-z0-9]+$/);
            await look(page);
            await page.locator('main form[action$="/call"] button').click();
            await page.locator('main a[href$="/attendance"]').first().click();
            await look(page);
            for (const code of codes) await page.locator(`[name="presence-${code}"]`).first().waitFor();
            await page.context().close();
        });
        const leader = await year.seat('khoitruong');
        const {list} = await leader.read('/meetings?year=2025');
        const address = `/meetings/${list.rows[0].ref}`;
        const presence = Object.fromEntries(codes.map(code => [`presence-${code}`, code === 'D207' ? 'absent' : 'present']));
        await leader.fill(`${address}/attendance`, {unit: codes, ...presence, 'reason-D207': 'Đi công tác xa'});
        await leader.fill(`${address}/minutes`, {number: '03/BB-K2', chair: 'Khối trưởng', secretary: 'Thư ký Khối', ends: '11:30',
            content: 'Nghe báo cáo tổng kết; thống nhất điểm Khối.', opinions: 'Các đơn vị nhất trí.', conclusions: 'Thông qua bảng điểm Khối, tiến hành bỏ phiếu.'});
        const chair = await year.page(browser, 'khoitruong', desk);
        await see(chair, address);
        await signAs(chair, 'chair');
        await expect(chair.locator('form:has(input[name=as][value=secretary])'), 'nobody signs for both').toHaveCount(0);
        await chair.context().close();
        const twice = await leader.send(`${address}/sign`, {as: 'secretary', version: (await leader.read(address)).meeting.version});
        expect(twice.status, 'nor by another door').toBe(409);
        const secretary = await year.page(browser, 'thukykhoi', phone);
        await see(secretary, address);
        await signAs(secretary, 'secretary');
        await secretary.context().close();
        const {meeting} = await leader.read(address);
        expect(meeting).toMatchObject({state: 'signed', came: 7, quorum: true});
        const member = await year.page(browser, clerk('D208'), desk);
        await see(member, address);
        await see(member, `${address}/print`);
        await see(member, `${address}/invitation`);
        await member.context().close();
    });
}
