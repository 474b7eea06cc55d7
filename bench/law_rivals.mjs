// The question of law_question.sql in DuckDB and in json-rules-engine: node law_rivals.mjs FOLDER PEOPLE
// The folder holds people.csv, ratings.csv, awards.csv and measures.csv. Answers with one JSON object.
import {readFileSync} from 'node:fs';
import {DuckDBInstance} from '@duckdb/node-api';
import rules from 'json-rules-engine';

const [, , folder, people] = process.argv;
const received = 20494, newYear = 20454;
const stateForms = "'bk-ttg', 'hc-lao-dong-3', 'hc-bvtq-3'";

const tables = {
    people: {subject: 'INTEGER', pending: 'INTEGER'},
    ratings: {subject: 'INTEGER', year: 'INTEGER', rating: 'INTEGER'},
    awards: {subject: 'INTEGER', award: 'VARCHAR', mode: 'INTEGER', closing: 'INTEGER', decided: 'INTEGER'},
    measures: {subject: 'INTEGER', kind: 'VARCHAR', starts: 'INTEGER', ends_in: 'INTEGER'},
};

// One row per person with years as bits from 2000 on: what the columns hold, in SQL.
const masks = `
CREATE TABLE masks AS
WITH a AS (SELECT subject,
    coalesce(bit_or(1::BIGINT << (closing - 2000)) FILTER (award = 'cstd-co-so' AND mode = 0 AND decided <= ${received}), 0) AS titles,
    coalesce(bit_or(1::BIGINT << (closing - 2000)) FILTER (award = 'bk-bo' AND mode = 0 AND decided <= ${received}), 0) AS base,
    coalesce(max(closing) FILTER (award = 'bk-ttg' AND mode = 0 AND decided <= ${received}) - 1999, 0) AS after_form,
    coalesce(bool_or(award IN (${stateForms}) AND mode <> 1 AND decided BETWEEN ${newYear} AND ${received}), false) AS other
  FROM awards WHERE closing <= 2025 GROUP BY subject),
g AS (SELECT subject, bit_or(1::BIGINT << (year - 2000)) AS good FROM ratings WHERE rating >= 3 AND year <= 2025 GROUP BY subject),
m AS (SELECT subject, max(coalesce(ends_in, 2025)) - 1999 AS after_measure FROM measures WHERE starts <= ${received} GROUP BY subject)
SELECT subject, pending = 1 AS pending, coalesce(good, 0) AS good, coalesce(titles, 0) AS titles,
       coalesce(base, 0) AS base, coalesce(other, false) AS other,
       greatest(coalesce(after_form, 0), coalesce(after_measure, 0), 0)::INTEGER AS first
  FROM people LEFT JOIN g USING (subject) LEFT JOIN a USING (subject) LEFT JOIN m USING (subject)
 ORDER BY subject`;

const all = (1 << 26) - 1;
const byMasks = `
WITH w AS (SELECT *, good & (${all} & ~((1::BIGINT << first) - 1)) AS counted FROM masks),
r AS (SELECT *, floor(log2(~counted & ${all}))::INTEGER + 1 AS start FROM w
       WHERE (counted >> 21) = 31 AND base <> 0 AND NOT other AND NOT pending)
SELECT count(*) FROM r WHERE bit_count(titles & ${all} & ~((1::BIGINT << start) - 1)) >= 3`;

// What our columns hold of a person, word for word: nothing worked out for this question. By how
// many years after the closing year it was decided an award has a mask of its own.
const wholeMasks = `
CREATE TABLE whole_masks AS
WITH a AS (SELECT subject, ${[0, 1].map(lag => `
    coalesce(bit_or(1::BIGINT << (closing - 2000)) FILTER (award = 'cstd-co-so' AND mode = 0 AND lag = ${lag}), 0) AS titles${lag},
    coalesce(bit_or(1::BIGINT << (closing - 2000)) FILTER (award = 'bk-bo' AND mode = 0 AND lag = ${lag}), 0) AS base${lag},
    coalesce(bit_or(1::BIGINT << (closing - 2000)) FILTER (award = 'bk-ttg' AND mode = 0 AND lag = ${lag}), 0) AS form${lag},
    coalesce(bit_or(1::BIGINT << (closing - 2000)) FILTER (award IN (${stateForms}) AND mode <> 1 AND lag = ${lag}), 0) AS state${lag}`)}
  FROM (SELECT *, year(DATE '1970-01-01' + decided) - closing AS lag FROM awards) GROUP BY subject),
g AS (SELECT subject, bit_or(1::BIGINT << (year - 2000)) AS good FROM ratings WHERE rating >= 3 GROUP BY subject),
m AS (SELECT subject, bit_or(1::BIGINT << (ends_in - 2000)) AS ended FROM measures GROUP BY subject)
SELECT subject, pending = 1 AS pending, coalesce(good, 0) AS good, coalesce(ended, 0) AS ended,
       ${['titles', 'base', 'form', 'state'].flatMap(name => [0, 1].map(lag => `coalesce(${name}${lag}, 0) AS ${name}${lag}`)).join(', ')}
  FROM people LEFT JOIN g USING (subject) LEFT JOIN a USING (subject) LEFT JOIN m USING (subject)
 ORDER BY subject`;

// Two ways to find the years after the last bar: by a logarithm, by spreading its bit downwards.
const barsFound = {
    logarithm: 'CASE WHEN bars = 0 THEN 0 ELSE (1::BIGINT << (floor(log2(bars))::INTEGER + 1)) - 1 END',
    spread: [1, 2, 4, 8, 16].reduce((bits, by) => `(${bits} | (${bits} >> ${by}))`, 'bars'),
};
const byWholeMasks = barred => `
WITH w AS (SELECT *, (form0 & ${all}) | (form1 & ${all}) | ended AS bars FROM whole_masks
            WHERE NOT pending AND (base0 | base1) & ${all} <> 0
              AND (state0 >> 26) & 1 = 0 AND (state1 >> 25) & 1 = 0),
c AS (SELECT *, good & ${all} & ~(${barred}) AS counted FROM w),
r AS (SELECT *, floor(log2(~counted & ${all}))::INTEGER + 1 AS start FROM c WHERE (counted >> 21) = 31)
SELECT count(*) FROM r WHERE bit_count((titles0 | titles1) & ${all} & ~((1::BIGINT << start) - 1)) >= 3`;

async function duckdb(sql) {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const [name, columns] of Object.entries(tables)) {
        await connection.run(`CREATE TABLE ${name} (${Object.entries(columns).map(each => each.join(' ')).join(', ')})`);
        await connection.run(`COPY ${name} FROM '${folder}/${name}.csv' (FORMAT csv, HEADER false)`);
    }
    const result = {};
    let count;
    const ask = async (query, goes) => {
        let best = Infinity;
        for (let go = 0; go < goes; ++go) {
            const begin = performance.now();
            const reader = await connection.runAndReadAll(query);
            best = Math.min(best, performance.now() - begin);
            const found = Number(reader.getRows()[0][0]);
            if (count !== undefined && found !== count) throw new Error(`DuckDB counts ${found} and ${count}`);
            count = found;
        }
        return Math.round(best * 10) / 10;
    };
    for (const threads of [1, 2]) {
        await connection.run(`SET threads = ${threads}`);
        result[`rows_window_${threads}_threads_ms`] = await ask(sql, 3);
    }
    await connection.run(wholeMasks);
    for (const threads of [1, 2]) {
        await connection.run(`SET threads = ${threads}`);
        const times = [];
        for (const barred of Object.values(barsFound)) times.push(await ask(byWholeMasks(barred), 9));
        result[`same_masks_${threads}_threads_ms`] = Math.min(...times);
    }
    const begin = performance.now();
    await connection.run(masks);
    result.masks_made_2_threads_ms = Math.round(performance.now() - begin);
    for (const threads of [1, 2]) {
        await connection.run(`SET threads = ${threads}`);
        result[`masks_${threads}_threads_ms`] = await ask(byMasks, 9);
    }
    // The better way from rows: the same masks, made for this question alone and thrown away.
    const fromRows = byMasks.replace('WITH w', `WITH masks AS MATERIALIZED (${masks.slice(masks.indexOf('WITH a')).replace(' ORDER BY subject', '')}), w`);
    for (const threads of [1, 2]) {
        await connection.run(`SET threads = ${threads}`);
        result[`rows_bits_${threads}_threads_ms`] = await ask(fromRows, 3);
    }
    const persons = await connection.runAndReadAll(`SELECT * FROM masks WHERE subject < ${people} ORDER BY subject`);
    return {result: {count, ...result}, persons: persons.getRowObjects()};
}

// Facts are worked out beforehand; only the rules are measured.
function factsOf(person) {
    const counted = Number(person.good) & ~((1 << person.first) - 1);
    let run = 0;
    while (counted >> (25 - run) & 1) ++run;
    let titles = 0;
    for (let year = 0; year < run; ++year) titles += Number(person.titles) >> (25 - year) & 1;
    return {run, titles, base: Number(person.base) !== 0, other: person.other, pending: person.pending};
}

async function jsonRulesEngine(persons) {
    const engine = new rules.Engine();
    engine.addRule({
        conditions: {all: [
            {fact: 'run', operator: 'greaterThanInclusive', value: 5},
            {fact: 'titles', operator: 'greaterThanInclusive', value: 3},
            {fact: 'base', operator: 'equal', value: true},
            {fact: 'other', operator: 'equal', value: false},
            {fact: 'pending', operator: 'equal', value: false},
        ]},
        event: {type: 'eligible'},
    });
    const facts = persons.map(factsOf);
    let best = Infinity, count = 0;
    for (let go = 0; go < 3; ++go) {
        count = 0;
        const begin = performance.now();
        for (const each of facts) count += (await engine.run(each)).events.length;
        best = Math.min(best, performance.now() - begin);
    }
    return {count, people: facts.length, per_second: Math.round(facts.length / best * 1000)};
}

const sql = readFileSync(new URL('law_question.sql', import.meta.url), 'utf8');
const {result, persons} = await duckdb(sql);
console.log(JSON.stringify({duckdb: result, json_rules_engine: await jsonRulesEngine(persons)}));
