export * from './actions/index.ts'
export { Block, type BlockProps, type BlockTone, EmptyState, Progress, type ProgressProps, Skeleton } from './Block.tsx'
export {
  Button,
  type ButtonKind,
  type ButtonProps,
  type Icon,
  IconButton,
  type IconButtonProps,
} from './Button.tsx'
export { Checkbox, type ChoiceProps, Radio, Switch } from './Choice.tsx'
export {
  type Column,
  DataTable,
  type DataTableHandle,
  type DataTableProps,
  type TableSort,
} from './DataTable.tsx'
export { CodeField, type CodeFieldHandle, type CodeFieldProps } from './CodeField.tsx'
export { type Chip, ChipsField, type ChipsFieldProps } from './ChipsField.tsx'
export { DateField, type DateFieldProps, type ReadDate } from './DateField.tsx'
export { DeleteDialog, type DeleteDialogProps, Dialog, type DialogProps } from './Dialog.tsx'
export { type FieldTexts, type FieldTies } from './Field.tsx'
export { KeyHint } from './KeyHint.tsx'
export { InitialsBadge, StatusMark, type StatusMarkProps, Tag, type Tone } from './Mark.tsx'
export { Menu, type MenuGroup, type MenuItem } from './Menu.tsx'
export { DescriptionList, SidePanel, Splitter, type SplitterProps } from './Panes.tsx'
export { SaveState, type SaveStateKind } from './SaveState.tsx'
export {
  ComboboxField,
  type ComboboxFieldProps,
  SelectField,
  type SelectFieldProps,
  type SelectOption,
} from './SelectField.tsx'
export { Steps } from './Steps.tsx'
export { type TabItem, Tabs, type TabsProps } from './Tabs.tsx'
export {
  PasswordField,
  type PasswordFieldProps,
  SearchField,
  type SearchFieldProps,
  TextField,
  type TextFieldProps,
} from './TextField.tsx'
export { type ThemeChoice, ThemeProvider } from './theme/ThemeProvider.tsx'
export { hasOpenList } from './open-list.ts'
export { settleField } from './settle-field.ts'
export { ToastProvider, useEndToast, useToast } from './Toasts.tsx'
export { type UiWords, WordsProvider } from './words.ts'
export { EntryCard, EntryWindow, type EntryWindowProps } from './Entry.tsx'
export { SendingProvider } from './sending.ts'
export { useSlow } from './useSlow.ts'
