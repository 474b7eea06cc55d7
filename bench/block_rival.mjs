// A block's sheet as a workbook in HyperFormula: node block_rival.mjs BOX.json
// One row per criterion with a formula per column, as offices build it; groups, total and place below.
// Answers {"totals": …, "places": …, "full_ms", "one_cell_ms"} as one JSON object.
import {readFileSync} from 'node:fs';
import {HyperFormula} from 'hyperformula';

const {scale, units} = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const criteria = scale.groups.flatMap(group => group.criteria.map(each => ({...each, group: group.code})));

// Columns of a unit's sheet: A the value of the unit itself, B its points, C and D the scorers, E their mean,
// F the block's points, G the verified value, H its points.
function pointsOf({measure, max}, cell) {
    const capped = text => `ROUND(MAX(0,MIN(${max},${text})),4)`;
    switch (measure.kind) {
    case 'judged': return capped(cell);
    case 'linear': return capped(`${max}*(${cell}-${measure.from})/(${measure.to}-${measure.from})`);
    case 'bands': return measure.bands.reduce((below, band) => `IF(${cell}>=${band['at-least']},${band.points},${below})`, '0');
    case 'all-or-nothing': return `IF(${cell}>=${measure['at-least']},${max},0)`;
    case 'count': return capped(`${cell}*${measure.each}`);
    case 'per-hundred': return capped(`${cell}*100/$A$1*${measure.each}`);
    case 'loss': return capped(`${max}-${cell}*${measure.each}`);
    }
    throw new Error(measure.kind);
}

const first = 2;  // Row 1 holds the number of people.
const last = first + criteria.length - 1;
const columns = ['B', 'E', 'F', 'H'];

function sheetOf(unit) {
    const scorers = Object.values(unit.cross);
    const rows = criteria.map((criterion, index) => {
        const row = first + index;
        return [unit.self[criterion.code].value, `=${pointsOf(criterion, `A${row}`)}`,
            ...scorers.map(entries => entries[criterion.code].points), `=ROUND(AVERAGE(C${row}:D${row}),4)`,
            unit.block[criterion.code].points, unit.verified[criterion.code].value, `=${pointsOf(criterion, `G${row}`)}`];
    });
    const size = criteria.length / scale.groups.length;
    const sums = scale.groups.map((group, index) => columns.map(column =>
        `=SUM(${column}${first + index * size}:${column}${first + (index + 1) * size - 1})`));
    const at = (group, column) => `${'ABCD'[column]}${last + 1 + group}`;
    const totals = columns.map((_, column) =>
        `=ROUND(${at(0, column)}+${at(1, column)}+${at(2, column)}+MIN(${at(3, column)},50)-${at(4, column)},2)`);
    return [[unit.people], ...rows, ...sums, totals];
}

const totalRow = last + scale.groups.length + 1;
const ranking = units.map((unit, index) => [
    `=${unit.unit}!C${totalRow}`, `=${unit.unit}!D${totalRow}`,
    `=COUNTIF(A1:A${units.length},">"&A${index + 1})+1`, `=COUNTIF(B1:B${units.length},">"&B${index + 1})+1`]);
const sheets = Object.fromEntries([...units.map(unit => [unit.unit, sheetOf(unit)]), ['ranking', ranking]]);

function best(goes, work) {
    let least = Infinity;
    for (let go = 0; go < goes; ++go) {
        const begin = performance.now();
        work(go);
        least = Math.min(least, performance.now() - begin);
    }
    return Math.round(least * 1000) / 1000;
}

const book = HyperFormula.buildFromSheets(sheets, {licenseKey: 'gpl-v3', precisionRounding: 10});
const ranked = book.getSheetValues(book.getSheetId('ranking'));
const sheet = book.getSheetId(units[0].unit);
console.log(JSON.stringify({
    totals: ranked.map(row => row.slice(0, 2)),
    places: ranked.map(row => row.slice(2)),
    full_ms: best(20, () => book.rebuildAndRecalculate()),
    one_cell_ms: best(50, go => book.setCellContents({sheet, row: 1, col: 0}, go % 2)),
}));
