// 2025 of Block 2 of the sample organisation, from the programme to the hand-over: eight units, one of
// them late, one that first refuses to sign, an outlier among the cross-scores, a tie, a unit that is
// excluded, a verification that swaps two places. Bulk is entered as a program would; every kind of
// page is used by hand at least once.
import {expect, sound, test as base} from './fixtures';
import {Year, type Document, type Seat} from './year';
import {blockEntries, blockTotal, codes, crossEntries, scorersOf, selfEntries} from './year_scores';
import type {Page} from '@playwright/test';

const desk = {width: 1366, height: 768};
const test = base;
test.describe.configure({mode: 'serial', timeout: 300_000});
test.skip(({isMobile}) => isMobile, 'the phone opens the finished year at the end of the play');

const year = new Year();
const clerk = (code: string) => code === 'D201' ? 'troly' : `troly.${code.toLowerCase()}`;
const head = (code: string) => code === 'D201' ? 'thutruong' : `thutruong.${code.toLowerCase()}`;
const movement: {ref: string} = {ref: ''};
const covenant: {ref: string} = {ref: ''};
const round: {ref: string} = {ref: ''};
const blockName = 'Khối 2 – Nghiên cứu, đào tạo, sự nghiệp';

async function see(page: Page, address: string) {
    const answer = await page.goto(year.url + address);
    expect(answer?.status(), address).toBe(200);
    await sound(page);
}

test.beforeAll(() => year.make('2025-01-02'));
test.afterAll(() => year.end());

// What the plan opens when. Scores are not taken late; everything else is, and is marked.
const windows: [string, string, string][] = [
    ['registration', '01/02/2025', '31/03/2025'], ['covenant', '01/03/2025', '15/04/2025'], ['mid-year', '15/06/2025', '15/07/2025'],
    ['self-score', '15/10/2025', '31/10/2025'], ['cross-score', '01/11/2025', '10/11/2025'], ['year-end', '10/11/2025', '30/11/2025'],
    ['dossiers', '20/11/2025', '20/12/2025']];

test('the programme of the year is planned and issued', async ({browser}) => {
    await year.open('2025-01-06');
    const page = await year.page(browser, 'thuongtruc', desk);
    await test.step('planned by hand', async () => {
        await see(page, '/programme');
        await page.locator('main a[href="/programme/new"]').first().click();
        await sound(page);
        await page.fill('#owner', 'BAN');
        await page.fill('#year', '2025');
        await page.fill('#theme', 'Đoàn kết, kỷ cương, sáng tạo, an toàn');
        await page.fill('textarea[name=grounds]', 'Kế hoạch công tác năm 2025 của Ban');
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/programme\/(?!new)[a-z0-9]+$/);
        await sound(page);
    });
    const address = new URL(page.url()).pathname;
    const office = await year.seat('thuongtruc');
    for (const [kind, opens, last_day] of windows.slice(1)) await office.fill(`${address}/windows/${kind}`, {opens, last_day});

    await test.step('a window that ends before it opens is told so, and nothing typed is lost', async () => {
        await see(page, `${address}/windows/registration`);
        await page.fill('#opens', '01/02/2025');
        await page.fill('#last_day', '31/01/2025');
        await page.locator('main form button.primary').click();
        await expect(page.locator('#errors')).toBeVisible();
        await expect(page.locator('#opens')).toHaveValue('01/02/2025');
        await sound(page);
        await page.fill('#last_day', '31/03/2025');
        await page.locator('main form button.primary').click();
        await page.waitForURL(new RegExp(address));
    });

    await test.step('a task, the head of the block, the paper', async () => {
        await see(page, `${address}/tasks/new`);
        await page.fill('[name=content]', 'Hướng dẫn đăng ký thi đua và ký giao ước');
        await page.fill('[name=unit]', 'D101');
        await page.fill('[name=due]', '10/02/2025');
        await page.locator('main form button.primary').click();
        await see(page, address);
        await page.locator('#blocks a', {hasText: 'Khối 2'}).click();
        await sound(page);
        expect((await (await year.seat('troly')).status(address)), 'a draft is nobody else\'s').toBe(404);
        await see(page, `${address}/issue`);
        await page.fill('#number', '02/KH-BVD');
        await page.fill('#dated', '06/01/2025');
        await page.fill('#signer', 'Trưởng ban');
        await page.locator('main form button.primary').click();
        await page.waitForURL(new RegExp(`${address}$`));
        await sound(page);
        await see(page, `${address}/print`);
    });

    const issued = await (await year.seat(clerk('D204'))).read(address);
    expect(issued.programme.state).toBe('issued');
    const second = issued.blocks.find((each: Document) => each.name.startsWith('Khối 2'));
    expect(second.members).toHaveLength(8);
    expect(second.head.code).toBe('D202');
    expect(issued.windows.filter((each: Document) => each.set)).toHaveLength(windows.length);
    await page.context().close();
});

test('a movement, from draft to launch', async ({browser}) => {
    await year.open('2025-02-10');
    const page = await year.page(browser, 'thuongtruc', desk);
    await test.step('the office drafts, and is told what is missing', async () => {
        await see(page, '/movements');
        await page.locator('main a[href="/movements/new"]').first().click();
        await sound(page);
        await page.selectOption('#kind', 'thematic');
        await page.fill('#name', 'Thi đua số hóa hồ sơ năm 2025');
        await page.fill('#ends_on', '31/02/2025');
        await page.locator('main form').evaluate((form: HTMLFormElement) => { form.noValidate = true; });
        await page.locator('main form button.primary').click();
        await expect(page.locator('#errors')).toBeVisible();
        await expect(page.locator('#name')).toHaveValue('Thi đua số hóa hồ sơ năm 2025');
        await sound(page);
        await page.fill('#aims', 'Số hóa xong hồ sơ lưu trước năm 2020');
        await page.fill('#contents', 'Số hóa hồ sơ\nBảo đảm an toàn dữ liệu');
        await page.fill('#starts_on', '01/03/2025');
        await page.fill('#ends_on', '15/11/2025');
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/movements\/(?!new)[a-z0-9]+$/);
        await expect(page.locator('main .notice', {hasText: 'chưa gắn với nội dung cụ thể nào'})).toBeVisible();
        await sound(page);
    });
    const address = new URL(page.url()).pathname;
    movement.ref = address.split('/').pop() ?? '';

    await test.step('it carries out an item of a resolution', async () => {
        await page.locator('main #links a.btn').click();
        await page.waitForURL(/\/links$/);
        await sound(page);
        await page.selectOption('#link_kind', 'resolution');
        await page.fill('#link_name', 'Nghị quyết về chuyển đổi số');
        await page.fill('#link_number', '12-NQ/ĐU');
        await page.fill('#link_item', 'Mục 3, nhiệm vụ 2');
        await page.locator('main form[action$="/links"] button').click();
        await expect(page.locator('main .notice', {hasText: 'chưa gắn với nội dung cụ thể nào'})).toHaveCount(0);
        await sound(page);
    });

    const office = await year.seat('thuongtruc');
    await office.fill(`${address}/steps/ask-opinions`, {units: codes.join('; '), due_on: '20/02/2025'});
    for (const code of codes) {
        const agrees = code !== 'D207';
        await (await year.seat(clerk(code))).post(`${address}/opinion`,
            {unit: code, answer: agrees ? 'agree' : 'agree-but', opinion: agrees ? '' : 'Đề nghị cấp thêm một máy quét'});
    }
    expect((await (await year.seat('khoitruong.d303')).status(address)), 'a unit that was not asked knows of no draft').toBe(404);
    await office.fill(`${address}/steps/submit`, {});
    const own = await office.send(`${address}/steps/approve`, {version: (await office.read(address)).movement.version,
        paper_number: '15/KH-BVD', paper_date: '10/02/2025', paper_signer: 'Trưởng ban'});
    expect(own.document.errors[0].key, 'nobody approves what they submitted').toBe('movement.error.second-person');

    await test.step('the leader approves and launches', async () => {
        const leader = await year.page(browser, 'lanhdao', desk);
        await see(leader, address);
        await expect(leader.locator('#opinions')).toContainText('Đề nghị cấp thêm một máy quét');
        await leader.locator('main a[href$="/steps/approve"]').click();
        await sound(leader);
        await leader.fill('#paper_number', '15/KH-BVD');
        await leader.fill('#paper_date', '10/02/2025');
        await leader.fill('#paper_signer', 'Trưởng ban');
        await leader.locator('main form button.primary').click();
        await leader.waitForURL(new RegExp(`${address}$`));
        await leader.locator('main a[href$="/steps/launch"]').click();
        await leader.locator('main form button.primary').click();
        await leader.waitForURL(new RegExp(`${address}$`));
        await sound(leader);
        await see(leader, `${address}/print`);
        await leader.context().close();
    });
    expect((await office.read(address)).movement.state).toBe('launched');
    expect((await (await year.seat(clerk('D205'))).read(address)).movement.state, 'a unit reads it').toBe('launched');
    await page.context().close();
});

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

test('units register what they aim at; one is late', async ({browser}) => {
    await year.open('2025-03-10');
    const addresses: string[] = [];
    for (const code of codes.filter(each => each !== 'D204' && each !== 'D207')) addresses.push((await register(code)).address);

    const page = await year.page(browser, clerk('D204'), desk);
    await test.step('one by hand: a line that is wrong is named before anything is written', async () => {
        await see(page, '/registrations?year=2025');
        await page.locator('main form[action="/registrations"][method=post] button.primary').click();
        await page.waitForURL(/\/registrations\/[a-z0-9]+$/);
        await sound(page);
        await page.locator('main a[href$="/rows"]').first().click();
        await sound(page);
        const good = await listOf(await year.seat(clerk('D204')), 'D204');
        await page.fill('[name=rows]', `${good}\nNV999999\tLao động tiên tiến\t`);
        await page.locator('main form button.primary').click();
        await expect(page.locator('main')).toContainText('Chưa có dòng nào được ghi');
        await sound(page);
        await page.fill('[name=rows]', good);
        await page.locator('main form:has([name=rows]) button').last().click();
        await page.locator('main form[action*="/rows/"] button.primary').click();
        await page.waitForURL(/\/registrations\/[a-z0-9]+$/);
        await page.locator('main form[action$="/steps/submit"] button').click();
        await expect(page.locator('main form[action$="/steps/submit"]')).toHaveCount(0);
        await sound(page);
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

    await year.open('2025-04-02');
    const late = await register('D207');
    expect(late.registration.late, 'kept, and marked').toBe(true);
    const list = (await (await year.seat('thuongtruc')).read('/registrations?year=2025&late=1')).list;
    expect(list.rows.map((row: Document) => row.unit_name)).toEqual(['Trường Trung cấp Kỹ thuật']);
    await page.context().close();
});

test('the covenant is drafted, laid before the units and made ready', async ({browser}) => {
    await year.open('2025-03-03');
    const page = await year.page(browser, 'khoitruong', desk);
    await test.step('drafted by hand', async () => {
        await see(page, '/covenant-clauses');
        await see(page, '/covenants');
        await page.locator('main a[href^="/covenants/new"]').first().click();
        await sound(page);
        await page.selectOption('[name=block]', {label: blockName});
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/covenants\/[a-z0-9]+\/head$/);
        await sound(page);
        await page.fill('[name=theme]', 'Đoàn kết, sáng tạo, hiệu quả');
        await page.fill('[name=grounds]', 'Kế hoạch thi đua năm 2025 của Ban');
        await page.fill('[name=place]', 'Hà Nội');
        await page.fill('[name=signs_on]', '28/03/2025');
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/contents$/);
        await sound(page);
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
        await sound(page);
        await page.fill('[name=plan]', '0');
        await page.selectOption('[name=better]', 'low');
        await page.check('[name=same_for_all]');
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/targets$/);
        await sound(page);
        await see(page, `${address}/titles`);
        await see(page, `${address}/ceremony`);
        await see(page, address);
        await page.locator(`main form[action$="/ask-opinions"] button`).click();
        await page.waitForURL(new RegExp(`${address}$`));
        await sound(page);
    });

    const unit = await year.page(browser, clerk('D208'), desk);
    await test.step('a unit says what it thinks', async () => {
        await see(unit, `${address}/opinion?unit=D208`);
        await unit.check('[name=agrees][value="0"]');
        await unit.fill('[name=answer]', 'Đề nghị thêm chỉ tiêu về bảo tồn tư liệu truyền thống');
        await unit.locator('main form button.primary').click();
        await unit.waitForURL(new RegExp(`${address}$`));
        await sound(unit);
        await unit.context().close();
    });
    for (const code of codes.slice(0, -1))
        await (await year.seat(clerk(code))).post(`${address}/opinion`, {unit: code, agrees: '1', answer: ''});
    expect(await (await year.seat(clerk('D101'))).status(address), 'another block does not know of the draft').toBe(404);

    await test.step('ready, and laid before the heads to sign', async () => {
        await see(page, address);
        await page.locator('main form[action$="/ready"] button').click();
        await page.waitForURL(new RegExp(`${address}$`));
        await sound(page);
        await page.locator('main form[action$="/open-signing"] button').click();
        await page.waitForURL(new RegExp(`${address}$`));
        await sound(page);
        await see(page, `${address}/print`);
    });
    expect((await leader.read(address)).covenant.state).toBe('signing');
    await page.context().close();
});

test('every head signs; one refuses at first', async ({browser}) => {
    await year.open('2025-03-28');
    const address = `/covenants/${covenant.ref}`;
    const {edition} = await (await year.seat('khoitruong')).read(`${address}/signatures`);
    const signs = {hash: edition.hash, post: 'Thủ trưởng', rank: '', password: 'thidua-demo'};
    for (const code of codes.slice(1).filter(each => each !== 'D206'))
        await (await year.seat(head(code))).post(`${address}/sign`, {unit: code, ...signs});

    const page = await year.page(browser, head('D201'), desk);
    await test.step('signing asks for the password again', async () => {
        await see(page, `${address}/sign?unit=D201`);
        const form = page.locator('main form[action*="/sign"]');
        await form.locator('[name=post]').fill('Giám đốc Học viện');
        await form.locator('[name=password]').fill('không phải mật khẩu');
        await form.locator('button.primary').click();
        await expect(page.locator('#errors')).toBeVisible();
        await expect(form.locator('[name=post]')).toHaveValue('Giám đốc Học viện');
        await sound(page);
        await form.locator('[name=password]').fill('thidua-demo');
        await form.locator('button.primary').click();
        await page.waitForURL(/\/signatures$/);
        await sound(page);
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
        await sound(refuser);
        await refuser.context().close();
    });
    const clerkSigns = await (await year.seat(clerk('D205'))).send(`${address}/sign`, {unit: 'D205', ...signs});
    expect(clerkSigns.status, 'a clerk does not sign for the head').toBe(403);

    await year.open('2025-04-16');
    const leader = await year.seat('khoitruong');
    expect((await leader.read(address)).covenant.state, 'it waits for the last unit').toBe('signing');
    const bare = await leader.send(`${address}/in-force`, {version: (await leader.read(address)).covenant.version});
    expect(bare.status, 'who has not signed must be accounted for').toBeGreaterThanOrEqual(400);
    await leader.fill(address, {reason: 'Bảy đơn vị đã ký; đơn vị còn lại tiếp tục trao đổi'}, `${address}/in-force`);
    await (await year.seat(head('D206'))).post(`${address}/sign`, {unit: 'D206', ...signs});
    const {covenant: now, parties} = await leader.read(`${address}/signatures`);
    expect(now.state).toBe('in-force');
    expect(parties.filter((party: Document) => party.last?.late).map((party: Document) => party.unit), 'kept, and marked late').toEqual(['D206']);
    expect(await (await year.seat('nguoixem')).status(address), 'in force, others read it').toBe(200);
});

// What the units reached: the figures of the half year, then of the year.
async function report(code: string, period: string, reached: number[]) {
    const unit = await year.seat(clerk(code));
    const {rows} = await unit.read(`/covenants/${covenant.ref}/report?unit=${code}&period=${period}`);
    const fields = Object.fromEntries(rows.flatMap((row: Document, index: number) =>
        [[row.field, reached[index]], [`version_${row.target}`, row.version ?? 0]]));
    await unit.post(`/covenants/${covenant.ref}/report`, {unit: code, period, ...fields});
}

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
        await sound(page);
        await first.fill('62,5');
        await page.locator('main form[action*="/report"] button.primary').click();
        await page.waitForURL(/report\?/);
        await sound(page);
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

test('the block settles its scale and opens the round', async ({browser}) => {
    await year.open('2025-10-15');
    const office = await year.page(browser, 'thuongtruc', desk);
    await test.step('the office adopts the proposed scale', async () => {
        await see(office, '/scales');
        await office.locator('main a[href="/scales/new"]').first().click();
        await sound(office);
        await office.fill('#name', 'Thang điểm Khối 2 năm 2025');
        await office.selectOption('#block', {label: blockName});
        await office.locator('main form button.primary').click();
        await office.waitForURL(/\/scales\/(?!new)[a-z0-9]+$/);
        await sound(office);
        await office.locator('main form[action$="/adopt"] button').click();
        await expect(office.locator('main form[action$="/adopt"]')).toHaveCount(0);
        await sound(office);
        await office.context().close();
    });

    const page = await year.page(browser, 'khoitruong', desk);
    await test.step('its head opens the round and says who scores whom', async () => {
        await see(page, '/scoring');
        await page.locator('main a[href^="/scoring/new"]').first().click();
        await sound(page);
        await page.selectOption('#block', {label: blockName});
        await page.selectOption('#scale', {index: 1});
        await page.fill('#threshold', '10');
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/scoring\/(?!new)[a-z0-9]+$/);
        await sound(page);
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
        await sound(page);
    });
    expect((await leader.read(address)).round.state).toBe('self');
    await page.context().close();
});

test('units score themselves', async ({browser}) => {
    await year.open('2025-10-27');
    const address = `/scoring/${round.ref}`;
    const sheet = (code: string) => `${address}/units/${code}`;
    for (const code of ['D201', 'D202', 'D203', 'D205', 'D207', 'D208']) {
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
        await sound(page);
        await leave('p.6', '44');
        await expect(page.locator('[id="p.6-err"]')).toHaveCount(0);
        await (await year.seat(head('D204'))).post(`${sheet('D204')}/self`, {'p.7': 50, 'ver.7': 0, do: 'save'});
        await leave('p.7', '61');
        await expect(page.locator('[id="p.7-err"]')).toContainText('50');
        await sound(page);
        await page.getByRole('button', {name: 'Giữ số tôi ghi'}).click();
        await expect(said).toContainText('Đã lưu lúc');
        expect((await year.seat(clerk('D204')).then(seat => seat.read(`${sheet('D204')}/cells/7`))).history[0].points).toBe(61);
    });
    await test.step('one by hand: what is wrong is told, nothing typed is lost', async () => {
        await see(page, `${sheet('D204')}/self`);
        for (const [name, value] of Object.entries(await selfEntries(await year.seat(clerk('D204')), `${sheet('D204')}/self`, 'D204')))
            if (!name.startsWith('ver.')) await page.fill(`[id="${name}"]`, String(value));
        await page.fill('[id="p.6"]', '55');  // More than the criterion has.
        await page.locator('main button[value=save]').click();
        await expect(page.locator('#errors')).toBeVisible();
        await expect(page.locator('[id="p.7"]')).toHaveValue('62');
        await sound(page);
        await page.fill('[id="p.6"]', '45');
        await page.locator('main button[value=send]').click();
        await page.waitForURL(new RegExp(`${sheet('D204')}$`));
        await sound(page);
        await see(page, `${sheet('D204')}/cells/1`);
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
        await sound(page);
        const fields = await crossEntries(await year.seat(clerk('D202')), `${address}/units/D201/cross?scorer=D202`);
        for (const [name, value] of Object.entries(fields))
            if (name.startsWith('p.')) await page.fill(`[id="${name}"]`, String(value));
        await page.locator('main button[value=send]').click();
        await page.waitForURL(new RegExp(`${address}$`));
        await sound(page);
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
    await sound(page);
    await page.fill('[name="t.2"]', 'Hai triển lãm đã khai mạc ngày 20/10, có biên bản kèm theo');
    await page.locator('main form button.primary').click();
    await expect(page.locator('#errors')).toHaveCount(0);
    await sound(page);
    expect((await (await year.seat(head('D201'))).read(`${address}/units/D201/explain`)).gaps, 'nothing to explain').toEqual([]);
    await page.context().close();
});

test('the block meets at the end of the year', async ({browser}) => {
    await year.open('2025-11-14');
    const page = await year.page(browser, 'khoitruong', desk);
    await test.step('called, attended, minuted by hand', async () => {
        await see(page, '/meetings?year=2025');
        await page.locator('main a[href^="/meetings/new"]').first().click();
        await sound(page);
        await page.selectOption('[name=block]', {label: blockName});
        await page.selectOption('[name=kind]', 'year-end');
        await page.fill('[name=title]', 'Hội nghị tổng kết Khối 2 năm 2025');
        await page.fill('[name=day]', '14/11/2025');
        await page.fill('[name=place]', 'Hội trường Viện Nghiên cứu Mật mã');
        await page.fill('[name=agenda]', 'Báo cáo tổng kết\nThống nhất điểm Khối\nBỏ phiếu suy tôn');
        await page.locator('main form button.primary').click();
        await page.waitForURL(/\/meetings\/(?!new)[a-z0-9]+$/);
        await sound(page);
        await page.locator('main form[action$="/call"] button').click();
        await page.locator('main a[href$="/attendance"]').first().click();
        await sound(page);
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
    await leader.fill(address, {as: 'chair'}, `${address}/sign`);
    const twice = await leader.send(`${address}/sign`, {as: 'secretary', version: (await leader.read(address)).meeting.version});
    expect(twice.status, 'nobody signs for both').toBe(409);
    await (await year.seat('thukykhoi')).fill(address, {as: 'secretary'}, `${address}/sign`);
    const {meeting} = await leader.read(address);
    expect(meeting).toMatchObject({state: 'signed', came: 7, quorum: true});
    const member = await year.page(browser, clerk('D208'), desk);
    await see(member, address);
    await see(member, `${address}/print`);
    await see(member, `${address}/invitation`);
    await member.context().close();
});

// What each unit marks: the places of the lines it is for; of the rest it is against.
const marks: Record<string, number[]> = {
    D201: [1, 2, 3], D202: [1, 2, 3], D203: [1, 2, 3], D204: [1, 2, 4], D205: [1, 3], D206: [1, 2, 4]};

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
        await sound(page);
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
            await sound(desktop);
            shares[teller] = (await desktop.locator('p.code').innerText()).trim();
            await desktop.fill('#share', shares[teller]);
            await desktop.locator('form[action$="/confirm"] button').click();
            await desktop.waitForLoadState();
            await desktop.context().close();
        }
        await see(page, address);
        await page.locator('form[action$="/open"] button').click();
        await page.waitForLoadState();
        await sound(page);
    });

    await test.step('heads cast; one unit takes paper, one stays away', async () => {
        const lines: Document[] = (await (await year.seat('khoitruong')).read(address)).lines;
        expect(lines).toHaveLength(4);
        for (const [code, places] of Object.entries(marks)) {
            if (code === 'D203') continue;  // By hand below.
            const choices = Object.fromEntries(lines.filter(line => line.code !== code)
                .map(line => [`line-${line.place}`, places.includes(line.place) ? 'yes' : 'no']));
            await (await year.seat(head(code))).post(`${address}/vote`, {unit: code, ...choices});
        }
        const voter = await year.page(browser, head('D203'), desk);
        await see(voter, `${address}/vote`);
        for (const line of lines) await voter.check(`#${marks.D203.includes(line.place) ? 'yes' : 'no'}-${line.place}`);
        await voter.locator('main form.ballot .btn.primary').click();
        await voter.waitForLoadState();
        await sound(voter);
        const again = await (await year.seat(head('D203'))).send(`${address}/vote`, {unit: 'D203', 'line-1': 'no'});
        expect(again.status, 'what was cast stays cast').toBeGreaterThanOrEqual(400);
        const office = await year.seat('thutruong.d101');
        expect(await office.status(address), 'another block knows of no ballot').toBe(404);
        await (await year.seat('kiemphieu')).post(`${address}/paper`, {unit: 'D208'});
        await voter.context().close();
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

// One step of the round, as its page would take it.
async function step(who: string, name: string, closes_on = '', reason = '') {
    const seat = await year.seat(who);
    const address = `/scoring/${round.ref}`;
    await seat.post(`${address}/step`, {step: name, closes_on, reason, version: (await seat.read(address)).round.version});
}

async function places(who: string): Promise<Record<string, number | null>> {
    const ranking = await (await year.seat(who)).read(`/scoring/${round.ref}/ranking`);
    return Object.fromEntries(ranking.places.map((each: Document) => [each.code, each.place]));
}

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
    await test.step('the votes part them', async () => {
        await see(page, `${address}/units/D203/block`);
        await see(page, `${address}/votes`);
        const votes: Record<string, number> = {D201: 6, D202: 5, D205: 4, D206: 1};
        for (const code of codes) await page.fill(`[name="votes.${code}"]`, String(votes[code] ?? 0));
        await page.fill('[name=paper]', '04/BBKP-K2');
        await page.locator('main form[action$="/votes"] button.primary').click();
        await page.waitForURL(/\/ranking$/);
        await sound(page);
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
        await sound(page);
        await see(page, `${address}/what-if`);
        await page.context().close();
    });
    await step('thuky', 'decide');
    expect((await council.read(address)).round.state).toBe('decided');
});

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
        await sound(page);
        await page.context().close();
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

test('the lead passes on: order, election, recognition, hand-over', async ({browser}) => {
    await year.open('2025-12-22');
    const leader = await year.seat('khoitruong');
    const {blocks} = await leader.read('/rotation?year=2026');
    const address = `/rotation/${blocks[0].block.ref}`;
    const of2026 = (path: string) => `${address}${path}?year=2026`;
    await leader.fill(of2026(''), {order: codes.join('; ')}, of2026('/order'));
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
        await sound(page);
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
        await sound(page);
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

test('the finished year on a phone', async ({browser}) => {
    await year.open('2026-01-06');
    const page = await year.page(browser, 'khoitruong', {width: 390, height: 844});
    const agreed = `/covenants/${covenant.ref}`, scored = `/scoring/${round.ref}`;
    for (const address of ['/', '/programme', '/movements', `/movements/${movement.ref}`, '/registrations?year=2025',
        '/covenants?year=2025', agreed, `${agreed}/signatures`, `${agreed}/results`, '/scoring?year=2025', scored,
        `${scored}/ranking`, `${scored}/units/D204`, '/scales', '/ballots', '/meetings?year=2025', '/rotation?year=2026'])
        await see(page, address);
    await page.context().close();
});
