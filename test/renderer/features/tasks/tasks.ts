import type { TaskView } from '#app/features/tasks/model.ts'

export const lacaze = {
  patientId: '01980000-0000-7000-8000-000000000001',
  displayName: 'LACAZE Françoise',
  birthDate: '1958-11-09',
}
export const leroux = '01980000-0000-7000-8000-00000000000a'

/** Late, urgent, about a patient, given to the secretary. */
export const laboratory: TaskView = {
  taskId: '01980000-0000-7000-8000-0000000000a1',
  fields: { title: 'Rappeler le laboratoire', note: '', assignedTo: leroux, dueOn: '2026-11-02', urgent: true },
  patient: lacaze,
  assignedName: 'S. LEROUX',
  assigneeCannotSee: false,
  doneAt: null,
  doneBy: '',
  createdAt: '2026-11-01T08:00:00.000Z',
  createdBy: 'Dr H. MARCHAND',
  updatedAt: '2026-11-01T08:00:00.000Z',
  updatedBy: 'Dr H. MARCHAND',
  version: 3,
}

/** About nobody, for whoever takes it. */
export const paper: TaskView = {
  ...laboratory,
  taskId: '01980000-0000-7000-8000-0000000000a2',
  fields: { title: 'Commander du papier', note: '', assignedTo: null, dueOn: null, urgent: false },
  patient: null,
  assignedName: '',
  version: 1,
}
