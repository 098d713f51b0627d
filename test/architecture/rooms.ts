/**
 * The rooms of the house and what may pass between them, as data.
 *
 * One test reads this table against every import of the tree (imports.test.ts); the lint rule `cabinet/rooms` (lint.ts)
 * shows the same verdicts in the editor. To open a door, change this file, and say why in `app/decisions/`.
 *
 * Patterns: `<slice>` is the slice of the importing file, `<other>` any other slice, a final `/` a whole folder, and a
 * pattern without it one file.
 */
export interface Room {
  /** What the room is for, in one line. */
  readonly holds: string
  /** Files and folders of ours it may import besides itself. */
  readonly mayImport: readonly string[]
  /** Files and folders of ours it may import for their types only: nothing of them runs. */
  readonly mayImportTypes?: readonly string[]
  /** Packages; a final `/*` takes a whole scope. */
  readonly packages: readonly string[]
  /** Modules of Node, without `node:`; `'any'` where the room is made for them. */
  readonly node: readonly string[] | 'any'
  /** No clock, no chance, no network: the same arguments give the same answer. */
  readonly pure?: true
  /** What must never be seen from here, and the way to get the same thing done. Said to whoever tries. */
  readonly instead: string
}

const app = 'app/'
const contractPackages = ['zod', '@orpc/contract', '@orpc/client', '@orpc/standard-server-peer'] as const
const bytesOnly = ['crypto', 'buffer', 'util', 'string_decoder'] as const

/** The table. The longest key that begins a file's path is its room. */
export const rooms: Readonly<Record<string, Room>> = {
  'app/kernel/': {
    holds: 'what every slice is made of: operation(), problem(), ids, dates, permissions',
    mayImport: [],
    packages: contractPackages,
    node: [],
    pure: true,
    instead: 'app/kernel knows nothing but zod and the contract: pass what it needs as an argument.',
  },
  'app/features/<slice>/': {
    holds: 'model (shapes), rules (decisions), contract (operations) of one slice',
    // What a card is and says: asked of a seat by a core, answered by a page (app/decisions/0023-the-line-to-the-workstation.md).
    mayImport: ['app/kernel/', 'app/features/<other>/model.ts', 'app/devices/'],
    packages: contractPackages,
    node: [],
    pure: true,
    instead:
      'of another slice, app sees only model.ts: move the shared shape into its model, or pass the decision as an argument.',
  },
  'app/devices/': {
    holds: 'what the core may ask of a workstation',
    mayImport: ['app/kernel/'],
    packages: contractPackages,
    node: [],
    pure: true,
    instead: 'a device is described, not driven, here: the driver belongs to main/workstation.',
  },
  'app/text/': {
    holds: 'every sentence a person reads',
    mayImport: ['app/kernel/'],
    mayImportTypes: ['app/features/', 'app/devices/'],
    packages: [],
    node: [],
    pure: true,
    instead: 'a catalogue holds sentences: what chooses between them belongs to a slice.',
  },
  'app/': {
    holds: 'the whole contract',
    mayImport: ['app/kernel/', 'app/features/', 'app/devices/', 'app/text/'],
    packages: contractPackages,
    node: [],
    pure: true,
    instead: 'app is what may be asked, not how it is answered: the answer belongs to main/core.',
  },
  'main/core/kernel/': {
    holds: 'the only door: dispatch, access, journal, work, changes, jobs',
    mayImport: ['app/kernel/', 'app/contract.ts', 'main/core/db/', 'main/core/ports/'],
    mayImportTypes: ['app/features/', 'app/devices/'],
    packages: ['kysely', 'zod', '@orpc/server', '@orpc/contract'],
    node: bytesOnly,
    instead: 'the door serves every slice and knows none: let the slice register itself.',
  },
  'main/core/db/': {
    holds: 'the encrypted file: key, opening, dialects, scope, migrations, backup',
    // What a card signs for its key slot (app/decisions/0024-a-card-opens-the-cabinet.md).
    mayImport: [
      'app/kernel/',
      'app/devices/proofs.ts',
      'main/core/ports/',
      'native/sqlcipher/',
      'migrations/list.ts',
      'migrations/lib.ts',
    ],
    packages: ['kysely', 'better-sqlite3-multiple-ciphers', '@node-rs/argon2', 'zod'],
    node: [
      ...bytesOnly,
      'assert',
      'child_process',
      'events',
      'fs',
      'fs/promises',
      'os',
      'path',
      'process',
      'stream',
      'stream/promises',
      'timers/promises',
      'url',
      'worker_threads',
      'zlib',
    ],
    instead: 'the file knows tables, not slices: what a row means belongs to main/core/features.',
  },
  'main/core/features/<slice>/': {
    holds: 'handlers, repository, tables and jobs of one slice',
    mayImport: [
      'app/kernel/',
      'app/features/<slice>/',
      'app/features/<other>/model.ts',
      'app/devices/',
      'app/text/',
      'main/core/kernel/',
      'main/core/ports/',
      'main/protocols/',
      'main/core/features/<other>/index.ts',
    ],
    packages: ['kysely', 'zod', 'uuid', '@zxcvbn-ts/core', '@zxcvbn-ts/language-fr'],
    node: bytesOnly,
    pure: true,
    instead:
      'a handler is given `work` and nothing to go round it with: rows through work.read and work.write, the outside (files, network, clock, chance) through a port of main/core/ports, another slice through its index.ts.',
  },
  'main/core/ports/': {
    holds: 'one interface per outside thing',
    mayImport: [app],
    packages: [],
    node: [],
    instead: 'a port is an interface in the words of the cabinet: the thing behind it belongs to main/adapters.',
  },
  'main/core/': {
    holds: 'the face of the core',
    mayImport: [app, 'main/core/'],
    packages: ['zod', '@orpc/server', '@orpc/contract'],
    node: [...bytesOnly, 'path', 'fs', 'fs/promises'],
    instead: 'the core is a library: who hosts it (Electron, the host, a test) hands it what it needs.',
  },
  'main/protocols/': {
    holds: 'pure codecs: bytes to objects and back',
    mayImport: ['app/kernel/'],
    // Certificates of cards (decision 0025), XML of the « API Lecture Vitale » (0026) and signed by a card (0029), marks (0033).
    packages: [
      'csv-parse',
      'file-type',
      'postal-mime',
      '@peculiar/x509',
      'reflect-metadata',
      '@xmldom/xmldom',
      'xml-crypto',
      'bwip-js',
    ],
    node: bytesOnly,
    pure: true,
    instead: 'a codec is given bytes and gives bytes: sockets and files belong to main/adapters.',
  },
  'main/adapters/<slice>/': {
    holds: 'the real thing behind one port',
    mayImport: [app, 'main/core/ports/', 'main/protocols/', 'main/adapters/egress/', 'native/'],
    // What makes PDFs (app/decisions/0018-typesetting.md): pages, bars, and the fonts they carry.
    packages: [
      'pdfkit',
      'bwip-js',
      '@expo-google-fonts/inter',
      'pdfjs-dist',
      '@cantoo/pdf-lib',
      'chokidar',
      'yazl',
      'yauzl',
    ],
    node: 'any',
    instead: 'an adapter serves one port: it sees neither the database, nor a slice of the core, nor another adapter.',
  },
  'main/wire/': {
    holds: 'operations over a message port, a web socket, memory',
    mayImport: [app, 'main/core/index.ts'],
    packages: [
      '@orpc/server',
      '@orpc/client',
      '@orpc/contract',
      '@orpc/standard-server-peer',
      'ws',
      'zod',
      'bonjour-service',
    ],
    // From `dns/promises` on: the relay of a window to a host of the network, and the request by which a computer joins one.
    node: [
      'crypto',
      'events',
      'worker_threads',
      'child_process',
      'buffer',
      'dns/promises',
      'http',
      'https',
      'net',
      'tls',
      'util',
    ],
    instead: 'the wire carries operations and knows only the face of the core, main/core/index.ts.',
  },
  'main/compose/': {
    holds: 'a cabinet built from a configuration',
    mayImport: [app, 'main/core/index.ts', 'main/core/ports/', 'main/adapters/', 'main/wire/', 'native/'],
    packages: [],
    node: 'any',
    instead: 'composing sees the face of the core, main/core/index.ts, and the adapters: nothing inside the core.',
  },
  'main/host/': {
    holds: 'the headless host: TLS, the renderer, the only listener',
    // It forks the workstation of its own computer for the browsers there (app/decisions/0023-the-line-to-the-workstation.md).
    mayImport: [
      app,
      'main/core/index.ts',
      'main/core/ports/',
      'main/adapters/',
      'main/wire/',
      'main/compose/',
      'main/workstation/frames.ts',
      'main/workstation/over-channel.ts',
    ],
    // A shared host says that it is there by mDNS.
    packages: ['ws', 'zod', '@peculiar/x509', 'reflect-metadata', 'bonjour-service'],
    node: 'any',
    instead: 'the host serves the face of the core, main/core/index.ts, over main/wire: it never looks inside.',
  },
  'main/workstation/': {
    holds: 'what is at the seat: cards, printer, scanner',
    mayImport: [app, 'main/core/index.ts', 'main/wire/', 'main/adapters/', 'main/protocols/', 'native/'],
    // It answers `workstationContract` itself, over the lines of main/wire (decision 0022).
    packages: ['zod', '@orpc/server', '@orpc/contract', '@orpc/client'],
    node: 'any',
    instead: 'a workstation answers app/devices, beside the database and never inside it.',
  },
  'main/electron/': {
    holds: 'lifecycle, windows, hardening, preload: never data',
    // The core's process answers the other computers when its cabinet is shared: it starts the host inside itself.
    mayImport: [app, 'main/core/index.ts', 'main/wire/', 'main/compose/', 'main/workstation/', 'main/host/'],
    // A seat finds its host by mDNS.
    packages: ['electron', '@orpc/client', 'bonjour-service'],
    node: 'any',
    instead: 'the data never passes through the main process of Electron: it hands ports around and supervises.',
  },
  'main/launch/': {
    holds: 'what stands behind npm start, npm test and the command line',
    // A file named on the command line is decoded where it is read; the core is given text.
    mayImport: [
      app,
      'main/core/index.ts',
      'main/wire/',
      'main/compose/',
      'main/host/',
      'main/workstation/',
      'main/protocols/csv.ts',
    ],
    packages: ['commander', 'vite'],
    node: 'any',
    instead: 'a command asks the core what a screen would ask: compose a cabinet and call an operation.',
  },
  'renderer/ui/': {
    holds: 'buttons, fields, tables, dialogs, theme: no word of the cabinet',
    mayImport: [],
    packages: [
      'react',
      'react-dom',
      '@mantine/*',
      '@tabler/icons-react',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      '@fontsource-variable/inter',
    ],
    node: [],
    instead: 'a component of renderer/ui knows no word of the cabinet: pass data, labels and callbacks as properties.',
  },
  'renderer/client/': {
    holds: 'call(operation, input), live queries, transports',
    mayImport: [app],
    packages: ['react', '@tanstack/react-query', '@orpc/client', '@orpc/contract', 'zod'],
    node: [],
    instead: 'the client carries operations and shows nothing.',
  },
  'renderer/features/<slice>/': {
    holds: 'screens of one slice: view, hook, actions, styles',
    mayImport: [
      'app/kernel/',
      'app/contract.ts',
      'app/features/<slice>/',
      'app/features/<other>/model.ts',
      'app/features/<other>/contract.ts',
      // Before anybody is known there are no users' screens: opening judges a password and an RPPS itself, while typed.
      'app/features/people/rules.ts',
      // A place of a library is judged while it is typed, by the rule that the workstation applies.
      'app/devices/workstation.ts',
      'app/text/',
      'renderer/ui/',
      'renderer/client/',
      'renderer/features/<other>/index.ts',
    ],
    // The shapes of what the seat answers; it is asked through renderer/client.
    mayImportTypes: ['app/devices/'],
    packages: [
      'react',
      'react-dom',
      '@mantine/*',
      '@tabler/icons-react',
      '@tanstack/*',
      'zod',
      '@zxcvbn-ts/*',
      // The editor of letters (app/decisions/0018-typesetting.md).
      '@tiptap/*',
      // What changed between two revisions of a note; measures and analyses over time (decision 0021).
      'diff',
      'uplot',
      // What a document holds is drawn and made safe in the page that shows it; its DataMatrix is found there (0033).
      'pdfjs-dist',
      'dompurify',
      'zxing-wasm',
    ],
    node: [],
    instead:
      'of another slice, a screen sees only its index.ts; of the core, only operations, through renderer/client.',
  },
  'renderer/shell/': {
    holds: 'routes, tabs of open records, session bar, lock, notices',
    mayImport: [app, 'renderer/ui/', 'renderer/client/', 'renderer/features/<other>/index.ts'],
    packages: ['react', 'react-dom', '@mantine/*', '@tabler/icons-react', '@tanstack/*'],
    node: [],
    instead: 'the shell sees a slice through its index.ts, and the core through renderer/client.',
  },
  'renderer/vite.config.ts': {
    holds: 'how the screens are built',
    // The one rule of the contract digest and the version, which the screens tell the host.
    mayImport: ['main/wire/contract-digest.ts', 'main/launch/program-version.ts'],
    packages: ['vite', '@vitejs/plugin-react'],
    node: 'any',
    instead: 'the configuration of the build runs in Node and imports no screen.',
  },
  'renderer/': {
    holds: 'the page',
    mayImport: [app, 'renderer/'],
    packages: ['react', 'react-dom', '@mantine/*', '@tanstack/*', '@fontsource-variable/inter'],
    node: [],
    instead: 'the page is the same program in Electron and in a browser: it has neither Node nor electron.',
  },
  'native/<slice>/': {
    holds: 'small addons and loaders with a typed face',
    mayImport: [],
    // Readers (decision 0022), Vitale (decision 0026) and PKCS#11 modules of professional cards (decision 0025), by FFI.
    packages: ['better-sqlite3-multiple-ciphers', 'koffi'],
    node: 'any',
    instead: 'native code knows no word of the cabinet.',
  },
  'migrations/': {
    holds: 'the shape of the database, one frozen step after another',
    mayImport: [],
    packages: ['kysely'],
    node: [],
    pure: true,
    instead: 'a migration is frozen: it imports no living code, or it would change after it has run. Copy the value.',
  },
  'test/simulators/<slice>/': {
    holds: 'servers that play the outside world',
    mayImport: ['test/fixtures/'],
    // Requests are judged by libxml2, which nothing of ours uses (app/decisions/0029-signing-xml-with-a-card.md).
    packages: ['ws', '@peculiar/x509', 'reflect-metadata', 'oidc-provider', 'libxml2-wasm'],
    node: 'any',
    instead: 'a simulator shares no code with what it tests, or both repeat one mistake and agree.',
  },
  'test/': {
    holds: 'proofs',
    mayImport: ['app/', 'main/', 'renderer/', 'native/', 'migrations/', 'test/'],
    packages: ['*'],
    node: 'any',
    instead: 'tests may see everything.',
  },
}

/** Folders at the root; a file outside them is not code of ours. */
export const roomFolders = ['app', 'main', 'renderer', 'native', 'migrations', 'test'] as const

/** The prefixes that `imports` of the root package.json gives, and the folder each stands for. */
export const prefixes = {
  '#app/': 'app/',
  '#core/': 'main/core/',
  '#main/': 'main/',
  '#ui/': 'renderer/ui/',
  '#renderer/': 'renderer/',
  '#native/': 'native/',
  '#migrations/': 'migrations/',
  '#test/': 'test/',
} as const
