export { RolesSection } from './RolesSection.tsx'
export { SightPreview } from './SightPreview.tsx'
