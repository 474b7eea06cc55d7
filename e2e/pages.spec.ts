// Every page that a role's menu leads to, and the records behind the lists, is sound at both sizes.
import {expect, signIn, sound, test} from './fixtures';

const records = ['/persons/NV000011', '/persons/NV000011/sheet', '/units/D201', '/units/D201/sheet', '/search?q=nguyen+van',
    '/summary?from=2014-01-01&to=2019-12-31', '/summary?from=2014-01-01&to=2019-12-31&by=unit', '/awards?award=bk-ban&year=2018',
    '/eligibility?subject=NV000011', '/eligibility?subject=NV000011&award=cstd-bo', '/eligibility?subject=D201', '/what-if?subject=NV000011', '/sweep?award=cstd-bo&tab=short', '/sweep/overview',
    '/decisions/new', '/units/D201/rename', '/units/D201/merge', '/persons/new', '/award-types/new', '/register/checks', '/guide', '/no-such-page'];

for (const who of ['thuongtruc', 'quantri', 'troly', 'lanhdao', 'nhanvien']) {
    test(`pages of ${who}`, async ({page, demo}, info) => {
        test.skip(info.project.name === 'phone' && !['thuongtruc', 'nhanvien'].includes(who), 'the same pages on the desk');
        test.setTimeout(900_000);
        await signIn(page, demo.url, who);
        const links = await page.locator('nav a[href^="/"]').evaluateAll(all => all.map(a => a.getAttribute('href') ?? ''));
        expect(links.length).toBeGreaterThan(0);
        const more = who === 'thuongtruc' ? records : who === 'nhanvien' ? ['/persons/NV000011', '/persons/NV000011/sheet'] : [];
        for (const address of new Set([...links, '/profile', ...more])) {
            const answer = await page.goto(demo.url + address);
            expect(answer?.status(), address).toBe(address === '/no-such-page' ? 404 : 200);
            await sound(page);
        }
    });
}

test('pages of the law, for who keeps it', async ({page, demo}) => {
    test.setTimeout(300_000);
    await signIn(page, demo.url, 'phapche');
    for (const address of ['/law', '/law?open=1', '/law/cstd-bo', '/law/bk-ban', '/law/cstd-co-so?on=01/10/2026', '/law/cstd-co-so/compare?left=R0d&right=R2',
        '/law/regimes', '/law/parameters', '/law/parameters?award=cstd-co-so&service=army', '/law/rulings', '/law/rulings/new', '/law/packs', '/law/packs/new', '/law/bonus?payee=household&award=giay-khen&from=2025&to=2025']) {
        expect((await page.goto(demo.url + address))?.status(), address).toBe(200);
        await sound(page);
    }
});

test('a ruling has effect once a second person has confirmed it', async ({page, demo}) => {
    await signIn(page, demo.url, 'phapche');
    await page.goto(`${demo.url}/law/rulings/new?award=cstd-bo&point=late-filing&regime=R2`);
    await page.setInputFiles('input[name=file]', {name: 'ban-quet.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n')});
    await page.check('#holds-no');
    await page.fill('[name=reason]', 'Phải đề nghị đúng năm');
    await page.fill('[name=number]', '40/KL-BVD');
    await page.fill('[name=dated]', '25/11/2025');
    await page.fill('[name=signer]', 'Trưởng ban');
    await page.locator('main form button.primary').click();
    await expect(page.locator('h1')).toContainText('40/KL-BVD');
    await sound(page);
    const address = page.url();
    await page.context().clearCookies();
    await signIn(page, demo.url, 'kichhoat');
    await page.goto(address);
    await page.getByRole('button', {name: 'Xác nhận', exact: true}).click();
    await expect(page.locator('main')).toContainText('đang áp dụng');
    await page.goto(`${demo.url}/law/cstd-bo`);
    await expect(page.locator('main')).toContainText('Không được coi là đáp ứng theo 40/KL-BVD');
});

test('public pages and log-in need no account', async ({page, demo}) => {
    for (const address of ['/login', '/public', '/public/awards', '/guide']) {
        expect((await page.goto(demo.url + address))?.status(), address).toBe(200);
        await sound(page);
    }
});

test('dark mode and English are sound too', async ({page, demo}) => {
    await page.emulateMedia({colorScheme: 'dark'});
    await signIn(page, demo.url, 'thuongtruc');
    for (const address of ['/', '/awards', '/persons/NV000011', '/decisions/new']) {
        await page.goto(demo.url + address);
        await sound(page);
    }
});

test('a staff member sees the own sheet and nobody else', async ({page, demo}) => {
    await signIn(page, demo.url, 'nhanvien');
    expect((await page.goto(`${demo.url}/persons/NV000012`))?.status()).toBe(404);
    expect((await page.goto(`${demo.url}/persons/NV000012/sheet`))?.status()).toBe(404);
    expect((await page.goto(`${demo.url}/persons/NV000011/sheet`))?.status()).toBe(200);
});
