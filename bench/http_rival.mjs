// The JSON page of bench_http in Fastify with better-sqlite3: node http_rival.mjs DATABASE; prints its port.
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const db = new Database(process.argv[2], {readonly: true});
db.pragma('mmap_size = 268435456');
const items = db.prepare('SELECT id, name, unit, year FROM bench_item WHERE id >= ? ORDER BY id LIMIT 10');
const text = {type: 'string'};
const whole = {type: 'integer'};
const row = {type: 'object', properties: {id: whole, name: text, unit: text, year: whole}};
const column = {type: 'object', properties: {key: text, label: text, kind: text}};
const list = {type: 'object', properties: {
    columns: {type: 'array', items: column}, rows: {type: 'array', items: row}, total: whole, more: {type: 'boolean'},
    page: whole, pages: whole, page_size: whole}};
const columns = [{key: 'name', label: 'web.system', kind: 'text'}, {key: 'unit', label: 'web.system', kind: 'text'},
    {key: 'year', label: 'web.system', kind: 'year'}];

const server = Fastify({logger: false});
server.get('/public/items', {schema: {response: {200: {type: 'object', properties: {list}}}}}, request => ({
    list: {columns, rows: items.all(Number(request.query.first ?? 0)), total: 1000, more: false, page: 1, pages: 20, page_size: 50},
}));
await server.listen({host: '127.0.0.1', port: 0});
console.log(server.server.address().port);
