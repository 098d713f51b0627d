export {
  type Action,
  ActionsProvider,
  type ReadyAction,
  useActions,
  useAllActions,
} from './Actions.tsx'
export { ariaKeys, forbiddenKeys, hintLabel, type Keys, type KeyPress, keysLabel, readKeys, takesText } from './keys.ts'
