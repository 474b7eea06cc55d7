// The finished year on a phone.
import {test} from '../fixtures';
import {covenant, movement, phone, round, see, year} from './story';

export function openOnPhone() {
    test('the finished year on a phone', async ({browser}) => {
        await year.open('2026-01-06');
        const page = await year.page(browser, 'khoitruong', phone);
        const agreed = `/covenants/${covenant.ref}`, scored = `/scoring/${round.ref}`;
        for (const address of ['/', '/programme', '/movements', `/movements/${movement.ref}`, '/registrations?year=2025',
            '/covenants?year=2025', agreed, `${agreed}/signatures`, `${agreed}/results`, '/scoring?year=2025', scored,
            `${scored}/ranking`, `${scored}/units/D204`, '/scales', '/ballots', '/meetings?year=2025', '/rotation?year=2026'])
            await see(page, address);
        await page.context().close();
    });
}
