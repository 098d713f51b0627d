import { IconTrash } from '@tabler/icons-react'
import { type ReactElement, useState } from 'react'
import {
  listPrescriptionTemplates,
  removePrescriptionTemplate,
  savePrescriptionTemplate,
} from '#app/features/prescriptions/contract.ts'
import type { PrescriptionLine, PrescriptionTemplate } from '#app/features/prescriptions/model.ts'
import { copied } from '#app/features/prescriptions/rules/lines.ts'
import { prescriptionsText } from '#app/text/fr/prescriptions.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Button, Checkbox, Dialog, Menu, TextField, useToast } from '#ui/index.ts'

const fr = prescriptionsText.editor

/** The templates to take lines from, and the naming of a new one. `children` is the button. */
export function Templates(props: {
  readonly naming: boolean
  readonly lines: readonly PrescriptionLine[]
  readonly onNamed: () => void
  readonly onTake: (lines: PrescriptionLine[]) => void
  readonly children: ReactElement
}) {
  const { naming, lines, onNamed, onTake, children } = props
  const answer = useLiveQuery(listPrescriptionTemplates, {}, { kinds: ['library'] })
  const templates = answer.value?.templates ?? []
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const remove = async ({ templateId, version, name, isShared, lines: kept }: PrescriptionTemplate) => {
    const reply = await call(removePrescriptionTemplate, { templateId, expectedVersion: version })
    askAgain(listPrescriptionTemplates)
    if (!reply.ok) return
    toast(fr.templateRemoved(name), () => {
      const keep = async () => {
        await call(savePrescriptionTemplate, { name, isShared, lines: kept })
        askAgain(listPrescriptionTemplates)
      }
      void keep()
    })
  }
  const items = templates.map(({ templateId, name, lines: kept }) => ({
    id: templateId,
    label: name,
    onSelect: () => onTake(copied(kept, () => crypto.randomUUID(), false)),
  }))
  return (
    <>
      <Menu
        groups={
          items.length === 0
            ? [{ items: [{ id: 'none', label: fr.noTemplate, disabled: true, onSelect: () => {} }] }]
            : [
                { label: fr.takeTemplate, items },
                {
                  label: fr.removeTemplate,
                  items: templates.map((template) => ({
                    id: `remove-${template.templateId}`,
                    label: template.name,
                    icon: IconTrash,
                    onSelect: () => void remove(template),
                  })),
                },
              ]
        }
      >
        {children}
      </Menu>
      {naming ? <NameTemplate lines={lines} onClose={onNamed} /> : null}
    </>
  )
}

function NameTemplate({
  lines,
  onClose,
}: {
  readonly lines: readonly PrescriptionLine[]
  readonly onClose: () => void
}) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const save = async () => {
    if (name.trim() === '') return
    const reply = await call(savePrescriptionTemplate, { name: name.trim(), isShared, lines: [...lines] })
    if (!reply.ok) return setProblem(reply)
    const { templateId, version } = reply.value.template
    askAgain(listPrescriptionTemplates)
    onClose()
    toast(fr.templateSaved, () => {
      const remove = async () => {
        await call(removePrescriptionTemplate, { templateId, expectedVersion: version })
        askAgain(listPrescriptionTemplates)
      }
      void remove()
    })
  }
  return (
    <Dialog
      title={fr.saveTemplate}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {prescriptionsText.reader.keepWriting}
          </Button>
          <Button size="dialog" kind="primary" sends type="submit" disabled={name.trim() === ''}>
            {prescriptionsText.editor.keep}
          </Button>
        </>
      }
    >
      {problem === null ? null : <Refusal problem={problem} />}
      <TextField size="dialog" label={fr.templateName} maxLength={80} value={name} onChange={setName} />
      <Checkbox label={fr.shared} checked={isShared} onChange={setShared} />
    </Dialog>
  )
}
