// March to July: the covenant is written, signed, and measured at the half year.
import {expect, test} from '../fixtures';
import type {Document} from './server';
import {codes} from './figures';
import {blockName, clerk, covenant, desk, head, look, phone, see, year} from './story';

const signatureOn = (edition: Document) =>
    ({hash: edition.hash, post: 'Thủ trưởng', rank: '', password: 'thidua-demo'});

// What the units reached: the figures of the half year, then of the year.
async function report(code: string, period: string, reached: number[]) {
    const unit = await year.seat(clerk(code));
    const {rows} = await unit.read(`/covenants/${covenant.ref}/report?unit=${code}&period=${period}`);
    const fields = Object.fromEntries(rows.flatMap((row: Document, index: number) =>
        [[row.field, reached[index]], [`version_${row.target}`, row.version ?? 0]]));
    await unit.post(`/covenants/${covenant.ref}/report`, {unit: code, period, ...fields});
}

export function draftCovenant() {
    test('the covenant is drafted, laid before the units and made ready', async ({browser}) => {
        await year.open('2025-03-03');
        const page = await year.page(browser, 'khoitruong', desk);
        await test.step('drafted by hand', async () => {
            await see(page, '/covenant-clauses');
            await see(page, '/covenants');
            await page.locator('main a[href^="/covenants/new"]').first().click();
            await look(page);
            await page.selectOption('[name=block]', {label: blockName});
            await page.locator('main form button.primary').click();
            await page.waitForURL(/\/covenants\/[a-z0-9]+\/head$/);
            await look(page);
            await page.fill('[name=theme]', 'Đoàn kết, sáng tạo, hiệu quả');
            await page.fill('[name=grounds]', 'Kế hoạch thi đua năm 2025 của Ban');
            await page.fill('[name=place]', 'Hà Nội');
            await page.fill('[name=signs_on]', '28/03/2025');
            await page.locator('main form button.primary').click();
            await page.waitForURL(/\/contents$/);
            await look(page);
        });
        const address = new URL(page.url()).pathname.replace('/contents', '');
        covenant.ref = address.split('/').pop() ?? '';
        const leader = await year.seat('khoitruong');
        const contents = ['Hoàn thành toàn diện nhiệm vụ năm 2025, đúng hạn, đúng chất lượng.', 'Giữ an toàn tuyệt đối, bảo vệ bí mật nhà nước.',
            'Giúp đỡ lẫn nhau trong nghiên cứu, đào tạo; mỗi đơn vị ít nhất một sáng kiến.'];
        for (const body of contents)
            await leader.post(`${address}/contents`, {body, version: (await leader.read(`${address}/contents`)).values.version});
        await leader.fill(`${address}/targets/new`, {content: 'Nhiệm vụ hoàn thành đúng hạn', measure: '%', kind: 'number', better: 'high',
            roll_up: 'mean', plan: '95', same_for_all: '1'});
        await leader.fill(`${address}/targets/new`, {content: 'Sáng kiến được công nhận', measure: 'sáng kiến', kind: 'number', better: 'high',
            roll_up: 'sum', plan: '16', ...Object.fromEntries(codes.map(code => [`plan_of_${code}`, '2']))});

        await test.step('what is missing is shown; the text goes to the units', async () => {
            await see(page, `${address}/targets/new`);
            await page.fill('[name=content]', 'Vụ việc mất an toàn');
            await page.fill('[name=measure]', 'vụ');
            await page.fill('[name=plan]', 'không');
            await page.locator('main form button.primary').click();
            await expect(page.locator('#errors')).toBeVisible();
            await expect(page.locator('[name=content]')).toHaveValue('Vụ việc mất an toàn');
            await look(page);
            await page.fill('[name=plan]', '0');
            await page.selectOption('[name=better]', 'low');
            await page.check('[name=same_for_all]');
            await page.locator('main form button.primary').click();
            await page.waitForURL(/\/targets$/);
            await look(page);
            await see(page, `${address}/titles`);
            await see(page, `${address}/ceremony`);
            await see(page, address);
            await page.locator(`main form[action$="/ask-opinions"] button`).click();
            await page.waitForURL(new RegExp(`${address}$`));
            await look(page);
        });

        const unit = await year.page(browser, clerk('D208'), desk);
        await test.step('a unit says what it thinks', async () => {
            await see(unit, `${address}/opinion?unit=D208`);
            await unit.check('[name=agrees][value="0"]');
            await unit.fill('[name=answer]', 'Đề nghị thêm chỉ tiêu về bảo tồn tư liệu truyền thống');
            await unit.locator('main form button.primary').click();
            await unit.waitForURL(new RegExp(`${address}$`));
            await look(unit);
            await unit.context().close();
        });
        for (const code of codes.slice(0, -1))
            await (await year.seat(clerk(code))).post(`${address}/opinion`, {unit: code, agrees: '1', answer: ''});
        expect(await (await year.seat(clerk('D101'))).status(address), 'another block does not know of the draft').toBe(404);

        await test.step('ready, and laid before the heads to sign', async () => {
            await see(page, address);
            await page.locator('main form[action$="/ready"] button').click();
            await page.waitForURL(new RegExp(`${address}$`));
            await look(page);
            await page.locator('main form[action$="/open-signing"] button').click();
            await page.waitForURL(new RegExp(`${address}$`));
            await look(page);
            await see(page, `${address}/print`);
        });
        expect((await leader.read(address)).covenant.state).toBe('signing');
        await page.context().close();
    });
}

export function signCovenant() {
    test('every head signs; one refuses', async ({browser}) => {
        await year.open('2025-03-28');
        const address = `/covenants/${covenant.ref}`;
        const {edition} = await (await year.seat('khoitruong')).read(`${address}/signatures`);
        const signs = signatureOn(edition);
        for (const code of codes.slice(1).filter(each => each !== 'D206'))
            await (await year.seat(head(code))).post(`${address}/sign`, {unit: code, ...signs});

        const page = await year.page(browser, head('D201'), phone);
        await test.step('signing, on the phone, asks for the password again', async () => {
            await see(page, `${address}/sign?unit=D201`);
            const form = page.locator('main form[action*="/sign"]');
            await form.locator('[name=post]').fill('Giám đốc Học viện');
            await form.locator('[name=password]').fill('không phải mật khẩu');
            await form.locator('button.primary').click();
            await expect(page.locator('#errors')).toBeVisible();
            await expect(form.locator('[name=post]')).toHaveValue('Giám đốc Học viện');
            await look(page);
            await form.locator('[name=password]').fill('thidua-demo');
            await form.locator('button.primary').click();
            await page.waitForURL(/\/signatures$/);
            await look(page);
            await page.context().close();
        });
        const refuser = await year.page(browser, head('D206'), desk);
        await test.step('refusing asks for the reason', async () => {
            await see(refuser, `${address}/sign?unit=D206`);
            await refuser.locator('details.confirm summary').click();
            const form = refuser.locator('main form[action*="/refuse"]');
            await form.locator('[name=reason]').fill('Chỉ tiêu sáng kiến quá cao so với quân số');
            await form.locator('[name=password]').fill('thidua-demo');
            await form.locator('button').last().click();
            await refuser.waitForURL(/\/signatures$/);
            await look(refuser);
            await refuser.context().close();
        });
        const clerkSigns = await (await year.seat(clerk('D205'))).send(`${address}/sign`, {unit: 'D205', ...signs});
        expect(clerkSigns.status, 'a clerk does not sign for the head').toBe(403);
    });
}

export function bringIntoForce() {
    test('in force without the last unit, which signs late', async () => {
        await year.open('2025-04-16');
        const address = `/covenants/${covenant.ref}`;
        const leader = await year.seat('khoitruong');
        expect((await leader.read(address)).covenant.state, 'it waits for the last unit').toBe('signing');
        const bare = await leader.send(`${address}/in-force`, {version: (await leader.read(address)).covenant.version});
        expect(bare.status, 'who has not signed must be accounted for').toBeGreaterThanOrEqual(400);
        await leader.fill(address, {reason: 'Bảy đơn vị đã ký; đơn vị còn lại tiếp tục trao đổi'}, `${address}/in-force`);
        const {edition} = await leader.read(`${address}/signatures`);
        await (await year.seat(head('D206'))).post(`${address}/sign`, {unit: 'D206', ...signatureOn(edition)});
        const {covenant: now, parties} = await leader.read(`${address}/signatures`);
        expect(now.state).toBe('in-force');
        expect(parties.filter((party: Document) => party.last?.late).map((party: Document) => party.unit), 'kept, and marked late').toEqual(['D206']);
        expect(await (await year.seat('nguoixem')).status(address), 'in force, others read it').toBe(200);
    });
}

export function reviewHalfYear() {
    test('results of the half year stand beside the plan', async ({browser}) => {
        await year.open('2025-07-04');
        const address = `/covenants/${covenant.ref}`;
        for (const code of codes.slice(1)) await report(code, 'mid-year', code === 'D208' ? [40, 0, 0] : [60, 1, 0]);
        const page = await year.page(browser, clerk('D201'), desk);
        await test.step('one by hand', async () => {
            await see(page, `${address}/report?unit=D201&period=mid-year`);
            const first = page.locator('main input[name^=value_]').first();
            await first.fill('sáu mươi');
            await page.locator('main form[action*="/report"] button.primary').click();
            await expect(page.locator('#errors')).toBeVisible();
            await expect(first).toHaveValue('sáu mươi');
            await look(page);
            await first.fill('62,5');
            await page.locator('main form[action*="/report"] button.primary').click();
            await page.waitForURL(/report\?/);
            await look(page);
            await page.context().close();
        });
        expect(await (await year.seat(clerk('D202'))).status(`${address}/report?unit=D203&period=mid-year`), 'not yet another unit\'s').toBe(404);
        const leader = await year.page(browser, 'khoitruong', desk);
        await see(leader, `${address}/results`);
        await expect(leader.locator('main')).toContainText('Nhà Truyền thống');
        await leader.context().close();
        await (await year.seat('khoitruong')).fill(address, {}, `${address}/mid-year`);
        expect((await (await year.seat('khoitruong')).read(address)).covenant.state).toBe('mid-year');
    });
}
