// What the eight units of Block 2 write on their sheets: figures chosen so that the year has its stories.
import type {Document, Fields, Seat} from './server';

export const codes = ['D201', 'D202', 'D203', 'D204', 'D205', 'D206', 'D207', 'D208'];

// Criteria of the proposed scale by what is typed: a measured value, or points.
const values: Record<string, number[]> = {
    '1': [98, 99, 97, 97, 95, 95, 96, 92], '2': [4, 4, 3, 3, 3, 3, 3, 2], '3': [1, 1, 1, 1, 1, 1, 1, 1],
    '4': [3, 2, 2, 2, 1, 1, 1, 0], '5': [3, 3, 2, 2, 2, 2, 3, 1], '8': [0, 0, 0, 1, 0, 0, 0, 1],
    'IV.1': [1, 1, 0, 0, 0, 0, 1, 0], 'IV.2': [0, 1, 0, 0, 1, 0, 0, 0], 'IV.3': [0, 1, 0, 0, 0, 0, 0, 0],
    '9': [100, 100, 100, 100, 100, 100, 50, 100], '11': [60, 62, 55, 58, 50, 52, 57, 45], '12': [100, 100, 90, 90, 85, 85, 90, 80],
    'V.1': [0, 0, 0, 1, 0, 1, 0, 2], 'V.2': [0, 0, 0, 0, 0, 0, 0, 0], 'V.3': [0, 0, 1, 0, 0, 0, 0, 0], 'V.4': [0, 0, 0, 0, 0, 0, 0, 0]};
const points: Record<string, number[]> = {
    '6': [48, 47, 45, 45, 44, 43, 46, 40], '7': [68, 68, 64, 62, 60, 60, 66, 55], '10': [38, 39, 34, 33, 32, 30, 35, 25]};

function typed(prefix: string, table: Record<string, number[]>, unit: string): Fields {
    const index = codes.indexOf(unit);
    return Object.fromEntries(Object.entries(table).flatMap(([criterion, row]) =>
        [[`${prefix}.${criterion}`, row[index]], [`ver.${criterion}`, 0]]));
}

// For all but what the system works out itself, which the form does not ask for.
export async function selfEntries(seat: Seat, form: string, unit: string): Promise<Fields> {
    const fields: Fields = {...typed('v', values, unit), ...typed('p', points, unit)};
    for (const code of computed(await seat.read(form))) {
        delete fields[`v.${code}`];
        delete fields[`ver.${code}`];
    }
    return fields;
}

const criteriaOf = (form: Document): Document[] => form.groups.flatMap((group: Document) => group.criteria);
const computed = (form: Document): string[] => criteriaOf(form).filter(each => each.computed).map(each => each.code);

// As many points as the unit gave itself, for what is not worked out by the system.
export async function crossEntries(seat: Seat, form: string): Promise<Fields> {
    return Object.fromEntries(criteriaOf(await seat.read(form)).filter(each => !each.computed).flatMap(each =>
        [[`p.${each.code}`, each.self.points ?? 0], [`ver.${each.code}`, each.entry.version]]));
}

// Who scores whom: the next three of the list.
export const scorersOf = (unit: string) => [1, 2, 3].map(step => codes[(codes.indexOf(unit) + step) % codes.length]);

// The block's own points for every criterion, as the meeting fixes them. D203 and D204 come out equal and are parted
// by the first group; D205 and D206 are equal in that, too.
const meeting: Record<string, number[]> = {
    //     D201 D202 D203 D204 D205 D206 D207 D208
    '1':  [180, 190, 170, 165, 150, 150, 160, 120], '2': [150, 150, 130, 130, 130, 130, 130, 100],
    '3':  [120, 120, 120, 120, 120, 120,   0, 120], '4': [ 60,  50,  50,  50,  40,  40,  50,  40],
    '5':  [ 50,  50,  50,  50,  35,  35,  50,  35], '6': [ 48,  47,  45,  45,  45,  40,  46,  40],
    '7':  [ 68,  68,  64,  64,  60,  60,  66,  55], '8': [ 80,  80,  80,  80,  80,  80,  80,  60],
    '9':  [ 40,  40,  40,  40,  40,  40,  20,  40], '10': [38,  39,  30,  35,  30,  35,  35,  25],
    '11': [ 30,  30,  30,  30,  30,  30,  30,  30], '12': [40,  40,  40,  40,  40,  40,  40,  40],
    'IV.1': [15, 15, 0, 0, 0, 0, 15, 0], 'IV.2': [0, 10, 0, 0, 0, 0, 0, 0], 'IV.3': [0, 5, 0, 0, 0, 0, 0, 0],
    'V.1': [0, 0, 0, 0, 0, 0, 0, 10], 'V.2': [0, 0, 0, 0, 0, 0, 0, 0], 'V.3': [0, 0, 0, 0, 0, 0, 0, 0],
    'V.4': [0, 0, 0, 0, 0, 0, 0, 0]};

export const blockEntries = (unit: string): Fields => ({...typed('p', meeting, unit),
    ...Object.fromEntries(Object.keys(meeting).map(criterion => [`r.${criterion}`, 'Hội nghị Khối thống nhất']))});

export function blockTotal(unit: string): number {
    const index = codes.indexOf(unit);
    const sum = (wanted: (criterion: string) => boolean) => Object.entries(meeting)
        .filter(([criterion]) => wanted(criterion)).reduce((total, [, row]) => total + row[index], 0);
    return sum(each => !each.includes('.')) + Math.min(50, sum(each => each.startsWith('IV.'))) - sum(each => each.startsWith('V.'));
}
