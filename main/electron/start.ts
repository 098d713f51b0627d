import { app } from 'electron'
import { join, resolve } from 'node:path'
import { declareAppScheme } from './app-scheme.ts'
import { describeError, log } from './log.ts'
import { runProgram } from './program.ts'

// Before anything else: every page of this program, whoever opens it, runs in the system's sandbox, and the scheme of our
// pages must be declared before Electron is ready. Chromium has no sandbox for root: a delivered program then refuses to
// start, and only a developer's container goes on, without.
if (app.isPackaged || process.getuid?.() !== 0) app.enableSandbox()
declareAppScheme()
app.setName('Cabinet Ouvert')
// Nothing of a patient's may reach the disk outside the cabinet: no cache of what was shown, no dump of a crash.
app.commandLine.appendSwitch('disable-http-cache')
app.commandLine.appendSwitch('disable-breakpad')
// Electron knows of this option, and leaves it to each program to follow it.
const profile = app.commandLine.getSwitchValue('user-data-dir')
app.setPath('userData', profile === '' ? join(app.getPath('appData'), 'Cabinet Ouvert') : resolve(profile))

process.on('uncaughtException', (error) => log('shell.unexpected', describeError(error)))
process.on('unhandledRejection', (error) => log('shell.unexpected', describeError(error)))

// Two programs on one profile would fight for the file and for the window's state: the second shows the first, and ends.
if (app.requestSingleInstanceLock()) {
  app.whenReady().then(runProgram, (error: unknown) => log('shell.unexpected', describeError(error)))
} else {
  app.exit(0)
}
