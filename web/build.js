// Builds web/dist, what the program embeds: hashed files, their .gz and .br, manifest.json (source name → file
// name), and guide/*.html from docs/guide/*.md.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join, parse } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { marked } from 'marked';
import { build } from 'vite';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const guide = join(root, '..', 'docs', 'guide');

const underscored = (name) => name.replace(/[^a-z0-9]+/gi, '_').toLowerCase();

// Scripts, styles and the fonts they name. Returns {main_js: "main-1a2b3c4d.js", …}.
async function bundle() {
    const { output } = await build({
        root,
        configFile: false,
        logLevel: 'warn',
        base: './',
        build: {
            outDir: dist,
            emptyOutDir: true,
            assetsInlineLimit: 0,
            modulePreload: false,
            target: 'es2021',
            cssTarget: 'chrome105',
            rollupOptions: {
                checks: { eval: false }, // htmx has one; we switch it off (allowEval) and our policy refuses it.
                input: ['src/main.ts', 'src/theme.ts', 'styles.css'].map((file) => join(root, file)),
                output: {
                    hashCharacters: 'hex',
                    entryFileNames: '[name]-[hash].js',
                    chunkFileNames: '[name]-[hash].js',
                    assetFileNames: '[name]-[hash][extname]',
                },
            },
        },
    });
    const names = {};
    for (const file of output) {
        const font = /source-sans-3-(latin|vietnamese)-.*\.woff2$/.exec(file.fileName);
        const source = font ? `${font[1]}.woff2` : file.fileName.replace(/-[0-9a-f]{8}\./, '.');
        names[underscored(source)] = file.fileName;
    }
    return names;
}

async function writeHashed(name, text) {
    const { name: stem, ext } = parse(name);
    const file = `${stem}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}${ext}`;
    await writeFile(join(dist, file), text);
    return file;
}

// One sprite of all icons: <use href="…#name">.
async function sprite() {
    const folder = join(root, 'icons');
    const files = (await readdir(folder)).filter((file) => file.endsWith('.svg') && file !== 'emblem.svg').sort();
    const symbols = await Promise.all(
        files.map(async (file) => {
            const shapes = (await readFile(join(folder, file), 'utf8')).replace(/<\/?svg[^>]*>/g, '').trim();
            return `<symbol id="${parse(file).name}" viewBox="0 0 24 24">${shapes}</symbol>`;
        }),
    );
    return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
}

// The chapters in reading order stand in docs/guide/README.md as a list of links.
async function chapters() {
    const index = await readFile(join(guide, 'README.md'), 'utf8');
    return [...index.matchAll(/^\d+\. \[(.+)\]\((.+)\.md\)/gm)].map(([, title, name]) => ({ name, title }));
}

// Beside the chapters, the one page in English.
async function writeGuide() {
    const list = await chapters();
    await mkdir(join(dist, 'guide'), { recursive: true });
    for (const name of [...list.map((chapter) => chapter.name), 'en']) {
        const text = (await readFile(join(guide, `${name}.md`), 'utf8')).replace(/^# .*\n/, '');
        const html = (await marked.parse(text))
            .replace(/href="([a-z-]+)\.md(#[^"]*)?"/g, 'href="/guide/$1$2"')
            .replaceAll('<pre>', '<pre tabindex="0">');
        if (/<script|\sstyle=|\son[a-z]+=/i.test(html)) throw new Error(`${name}.md: no script or style in the guide`);
        await writeFile(join(dist, 'guide', `${name}.html`), html);
    }
    await writeFile(join(dist, 'guide', 'chapters.json'), JSON.stringify(list));
}

async function compress() {
    for (const file of await readdir(dist)) {
        if (!/\.(js|css|svg)$/.test(file)) continue;
        const bytes = await readFile(join(dist, file));
        await writeFile(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }));
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        await writeFile(join(dist, `${file}.br`), brotliCompressSync(bytes, quality));
    }
}

await rm(dist, { recursive: true, force: true });
const names = await bundle();
names.icons_svg = await writeHashed('icons.svg', await sprite());
names.emblem_svg = await writeHashed('emblem.svg', await readFile(join(root, 'icons', 'emblem.svg')));
await writeFile(join(dist, 'manifest.json'), `${JSON.stringify(names, null, 2)}\n`);
await writeGuide();
await compress();
