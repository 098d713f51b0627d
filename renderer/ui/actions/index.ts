export {
  type Action,
  ActionsProvider,
  type KeyGate,
  type ReadyAction,
  useActions,
  useAllActions,
  useKeyGate,
} from './Actions.tsx'
export { ariaKeys, forbiddenKeys, hintLabel, type Keys, type KeyPress, keysLabel, readKeys, takesText } from './keys.ts'
