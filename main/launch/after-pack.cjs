// Electron's stand-in program stays when the runtime is a folder of ours: a delivered program must hold one program only.
const { existsSync, rmSync } = require('node:fs')
const { join } = require('node:path')

/** @param {import('electron-builder').AfterPackContext} context */
module.exports = async function afterPack(context) {
  const product = `${context.packager.appInfo.productFilename}.app`
  const resources =
    context.electronPlatformName === 'darwin'
      ? join(context.appOutDir, product, 'Contents', 'Resources')
      : join(context.appOutDir, 'resources')
  const standIn = join(resources, 'default_app.asar')
  if (existsSync(standIn)) rmSync(standIn)
}
