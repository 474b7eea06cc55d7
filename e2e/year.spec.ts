// 2025 of Block 2 of the sample organisation, from the programme to the hand-over: eight units, one of
// them late, one that first refuses to sign, an outlier among the cross-scores, a tie, a unit that is
// excluded, a verification that swaps two places. Bulk is entered as a program would; every kind of
// page is used by hand at least once. The chapters, in the order of the days, are in year/.
import {test} from './fixtures';
import {bringIntoForce, draftCovenant, reviewHalfYear, signCovenant} from './year/covenant';
import {direct} from './year/directives';
import {meet} from './year/meeting';
import {launchMovement} from './year/movement';
import {fixPoints, publish, verify} from './year/outcome';
import {openOnPhone} from './year/phone';
import {planTheYear} from './year/plan';
import {registerAims, registerLate} from './year/registration';
import {passOnLead} from './year/rotation';
import {openRound, scoreEachOther, scoreThemselves} from './year/scoring';
import {year} from './year/story';
import {inspect, reportTargets, spreadTargets} from './year/targets';
import {vote} from './year/vote';

// A year is told in one go; a busy machine only makes it longer.
test.describe.configure({mode: 'serial', timeout: 600_000});
test.use({actionTimeout: 60_000, navigationTimeout: 60_000});
test.skip(({isMobile}) => isMobile, 'the play sets the size of each of its screens itself');

test.beforeAll(() => year.make('2025-01-02'));
test.afterAll(() => year.end());

planTheYear();
direct();
launchMovement();
draftCovenant();
spreadTargets();
registerAims();
signCovenant();
registerLate();
bringIntoForce();
reviewHalfYear();
reportTargets();
inspect();
openRound();
scoreThemselves();
scoreEachOther();
meet();
vote();
fixPoints();
verify();
publish();
passOnLead();
openOnPhone();
