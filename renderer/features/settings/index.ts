export { SettingsScreen } from './LazySettings.tsx'
