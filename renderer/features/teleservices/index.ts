export { TeleservicesSection } from './TeleservicesSection.tsx'
