export {
  type Action,
  ActionsLayer,
  ActionsProvider,
  type ReadyAction,
  useActions,
  useAllActions,
  useRunKeys,
} from './Actions.tsx'
export { ariaKeys, forbiddenKeys, hintLabel, type Keys, type KeyPress, keysLabel, readKeys, takesText } from './keys.ts'
