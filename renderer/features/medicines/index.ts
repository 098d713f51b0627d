export { MedicinesSection } from './MedicinesSection.tsx'
