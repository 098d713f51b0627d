import { searchPlaces } from '#app/features/places/contract.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import { gazetteer, searchGazetteer } from './gazetteer.ts'

const search = handle(searchPlaces, async (input) => ({
  places: searchGazetteer(await gazetteer(), input.text, input.use, input.bornOn),
}))

/** Who answers each operation of the slice. */
export const handlers: readonly Handler[] = [search]
