// Reads a workbook with SheetJS or exceljs and counts its filled cells: node import_rival.mjs sheetjs|exceljs FILE
import {readFileSync} from 'node:fs';

async function sheetjs(file) {
    const {read, utils} = await import('xlsx');
    const book = read(readFileSync(file), {dense: true, cellDates: true});
    let cells = 0;
    for (const name of book.SheetNames) {
        for (const row of utils.sheet_to_json(book.Sheets[name], {header: 1, raw: true}))
            for (const value of row) cells += value === undefined || value === '' ? 0 : 1;
    }
    return cells;
}

async function exceljs(file) {
    const {default: ExcelJS} = await import('exceljs');
    const book = new ExcelJS.Workbook();
    if (file.endsWith('.csv')) await book.csv.readFile(file);
    else await book.xlsx.readFile(file);
    let cells = 0;
    book.eachSheet(sheet => sheet.eachRow(row => row.eachCell(() => { ++cells; })));
    return cells;
}

const [, , name, file] = process.argv;
const begin = performance.now();
const cells = await {sheetjs, exceljs}[name](file);
const usage = process.resourceUsage();
console.log(JSON.stringify({
    cells,
    seconds: Math.round(performance.now() - begin) / 1000,
    cpu_seconds: Math.round((usage.userCPUTime + usage.systemCPUTime) / 1e4) / 100,
    peak_mb: Math.round(usage.maxRSS / 1024),
}));
