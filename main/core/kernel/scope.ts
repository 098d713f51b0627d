import {
  AndNode,
  type ColumnUpdateNode,
  type DeleteQueryNode,
  type FromNode,
  IdentifierNode,
  type InsertQueryNode,
  type JoinNode,
  OnNode,
  type OperationNode,
  OperationNodeTransformer,
  ParensNode,
  type RawNode,
  type RootOperationNode,
  type SelectQueryNode,
  type TableNode,
  type UpdateQueryNode,
  WhereNode,
} from 'kysely'
import { type GroupsPlace, type PatientColumn, patientGroups } from './tables.ts'

/** Which column of which table names the patient. */
export type BoundTables = ReadonlyMap<string, PatientColumn>

/** Makes the condition « the patient named by this expression is visible »; `null` for an actor who sees everyone. */
export type VisibleCondition = ((patient: PatientExpression) => OperationNode) | null
/** A patient's identifier inside a query: a column of a table or alias. */
export interface PatientExpression {
  readonly table: string
  readonly column: string
  readonly nullable: boolean
  /** Where its access groups are. */
  readonly groups: GroupsPlace
}
/** Somebody a row belongs to. */
export interface Belonging {
  readonly id: string
  readonly groups: GroupsPlace
}

/** A query that a scoped handle does not run. A bug of its author, never a person's mistake. */
export class ScopeRefusal extends Error {
  constructor(reason: string) {
    super(`a scoped handle refuses this query: ${reason}`)
    this.name = 'ScopeRefusal'
  }
}

/** A query limited to the actor's patients, and what must be checked when it runs. */
export interface ScopedQuery<T extends RootOperationNode = RootOperationNode> {
  readonly node: T
  /** Patients that inserted or moved rows belong to: each must be visible. */
  readonly mustSee: readonly Belonging[]
  /** Patients this query creates. */
  readonly births: readonly string[]
}

/** What a statement may be; the rest (schema, transactions, merges) is not for handlers. */
const allowedRoots = new Set(['SelectQueryNode', 'InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'RawNode'])
const forbiddenRaw =
  /^\s*(?:begin|commit|rollback|savepoint|release|pragma|attach|detach|vacuum|create|drop|alter|reindex|analyze)\b/i

/**
 * Limits every patient-bound table of a query to the rows the actor may see, wherever it stands: `from`, joins,
 * sub-queries, common table expressions, `update`, `delete`, the `select` of an insertion.
 *
 * Refuses what it cannot limit: raw SQL that names a bound table, right and full joins on one, merges, `replace`, DDL.
 */
export class ScopeTransformer extends OperationNodeTransformer {
  readonly #bound: BoundTables
  readonly #visible: VisibleCondition
  readonly #names: RegExp | null
  #mustSee: Belonging[] = []
  #births: string[] = []

  constructor(bound: BoundTables, visible: VisibleCondition) {
    super()
    this.#bound = bound
    this.#visible = visible
    this.#names = bound.size === 0 ? null : new RegExp(`\\b(?:${[...bound.keys()].join('|')})\\b`, 'i')
  }

  /** Limits one query. */
  limit<T extends RootOperationNode>(node: T): ScopedQuery<T> {
    if (!allowedRoots.has(node.kind)) throw new ScopeRefusal(`${node.kind} is not for a handler`)
    if (node.kind === 'RawNode' && forbiddenRaw.test((node as RawNode).sqlFragments[0] ?? '')) {
      throw new ScopeRefusal('transactions, settings and schema are not for a handler')
    }
    this.#mustSee = []
    this.#births = []
    const limited = this.transformNode(node)
    return { node: limited, mustSee: this.#mustSee, births: this.#births }
  }

  protected override transformSelectQuery(node: SelectQueryNode): SelectQueryNode {
    const limited = super.transformSelectQuery(node)
    return withWhere(limited, [...this.#ofFrom(node.from), ...this.#ofOpenJoins(node.joins)])
  }

  protected override transformJoin(node: JoinNode): JoinNode {
    const limited = super.transformJoin(node)
    const table = boundIn(node.table, this.#bound)
    if (table === null) return limited
    if (node.joinType === 'RightJoin' || node.joinType === 'FullJoin') {
      throw new ScopeRefusal(`a ${node.joinType} on ${table.name} would show rows out of sight`)
    }
    const condition = this.#conditionFor(table)
    // A cross join has no condition of its own: the `where` of its query has it.
    if (condition === null || node.on === undefined) return limited
    return { ...limited, on: OnNode.create(both(limited.on?.on, condition)) }
  }

  protected override transformUpdateQuery(node: UpdateQueryNode): UpdateQueryNode {
    const limited = super.transformUpdateQuery(node)
    const table = node.table === undefined ? null : boundIn(node.table, this.#bound)
    if (node.table?.kind === 'ListNode') throw new ScopeRefusal('one update, one table')
    const conditions = [...this.#ofFrom(node.from), ...this.#ofOpenJoins(node.joins)]
    if (table === null) return withWhere(limited, conditions)
    this.#checkUpdates(table, node.updates)
    return withWhere(limited, [...conditions, this.#conditionFor(table)])
  }

  protected override transformDeleteQuery(node: DeleteQueryNode): DeleteQueryNode {
    const limited = super.transformDeleteQuery(node)
    const using = (node.using?.tables ?? []).map((table) => this.#conditionOf(table))
    return withWhere(limited, [...this.#ofFrom(node.from), ...using, ...this.#ofOpenJoins(node.joins)])
  }

  protected override transformInsertQuery(node: InsertQueryNode): InsertQueryNode {
    const limited = super.transformInsertQuery(node)
    const table = node.into === undefined ? null : boundIn(node.into, this.#bound)
    if (table === null) return limited
    if (node.replace === true || node.orAction !== undefined) {
      throw new ScopeRefusal(`replacing a row of ${table.name} could remove one out of sight`)
    }
    this.#collectInserted(table, node)
    const conflict = node.onConflict
    if (conflict?.updates === undefined || limited.onConflict === undefined) return limited
    this.#checkUpdates(table, conflict.updates)
    const condition = this.#conditionFor({ ...table, alias: table.name })
    if (condition === null) return limited
    const updateWhere = WhereNode.create(both(limited.onConflict.updateWhere?.where, condition))
    return { ...limited, onConflict: { ...limited.onConflict, updateWhere } }
  }

  protected override transformTable(node: TableNode): TableNode {
    const name = sameToSqlite(node.table.identifier.name)
    if (this.#bound.has(name) && !this.#isLimitedPlace()) {
      throw new ScopeRefusal(`${name} stands where it cannot be limited`)
    }
    return super.transformTable(node)
  }

  protected override transformRaw(node: RawNode): RawNode {
    const names = this.#names
    if (names !== null) {
      for (const fragment of node.sqlFragments) {
        if (names.test(fragment)) throw new ScopeRefusal('raw SQL names a table of patients')
      }
      for (const parameter of node.parameters) {
        if (IdentifierNode.is(parameter) && this.#bound.has(sameToSqlite(parameter.name))) {
          throw new ScopeRefusal('raw SQL names a table of patients')
        }
      }
    }
    return super.transformRaw(node)
  }

  /** Whether the table being visited stands where this class adds its condition, or is only the prefix of a column. */
  #isLimitedPlace(): boolean {
    const parents = this.nodeStack.slice(0, -1).toReversed()
    const holder = parents[0]?.kind === 'AliasNode' ? parents[1] : parents[0]
    switch (holder?.kind) {
      case 'FromNode':
      case 'JoinNode':
      case 'UsingNode':
      case 'UpdateQueryNode':
      case 'InsertQueryNode':
        return true
      case 'ReferenceNode':
        return true
      default:
        return false
    }
  }

  #ofFrom(from: FromNode | undefined): (OperationNode | null)[] {
    return (from?.froms ?? []).map((table) => this.#conditionOf(table))
  }

  #ofOpenJoins(joins: readonly JoinNode[] | undefined): (OperationNode | null)[] {
    return (joins ?? []).filter((join) => join.on === undefined).map((join) => this.#conditionOf(join.table))
  }

  #conditionOf(node: OperationNode): OperationNode | null {
    const table = boundIn(node, this.#bound)
    return table === null ? null : this.#conditionFor(table)
  }

  #conditionFor(table: BoundTable): OperationNode | null {
    return (
      this.#visible?.({
        table: table.alias,
        column: table.patient.column,
        nullable: table.patient.nullable === true,
        groups: table.patient.groups ?? patientGroups,
      }) ?? null
    )
  }

  /** A row may change patient only towards a visible one, named by value. */
  #checkUpdates(table: BoundTable, updates: readonly ColumnUpdateNode[] | undefined): void {
    for (const { column, value } of updates ?? []) {
      if (column.kind !== 'ColumnNode' || !('column' in column)) {
        throw new ScopeRefusal(`an update of ${table.name} sets something that is not a column`)
      }
      const name = (column.column as IdentifierNode).name
      if (name !== table.patient.column) continue
      if (table.patient.own === true) throw new ScopeRefusal('a patient keeps their identifier')
      if (value.kind !== 'ValueNode' || !('value' in value)) {
        throw new ScopeRefusal(`the patient of a row of ${table.name} is set by value`)
      }
      this.#mustBeVisible(table, value.value)
    }
  }

  #collectInserted(table: BoundTable, node: InsertQueryNode): void {
    const place = (node.columns ?? []).findIndex((column) => column.column.name === table.patient.column)
    if (node.values?.kind !== 'ValuesNode') {
      // `insert … select`: what it selects is limited, but what it makes of it cannot be checked one by one.
      if (this.#visible !== null) throw new ScopeRefusal(`rows of ${table.name} are inserted by value`)
      return
    }
    const { values } = node.values as unknown as { readonly values: readonly { readonly values: readonly unknown[] }[] }
    for (const row of values) {
      const item = place === -1 ? null : row.values[place]
      this.#mustBeVisible(table, valueIn(item, table.name))
    }
  }

  #mustBeVisible(table: BoundTable, patientId: unknown): void {
    if (patientId === null || patientId === undefined) {
      if (table.patient.nullable !== true) throw new ScopeRefusal(`a row of ${table.name} without patient`)
    } else if (typeof patientId !== 'string') {
      throw new ScopeRefusal(`the patient of a row of ${table.name} is not an identifier`)
    } else if (table.patient.own === true) {
      this.#births.push(patientId)
    } else {
      this.#mustSee.push({ id: patientId, groups: table.patient.groups ?? patientGroups })
    }
  }
}

interface BoundTable {
  readonly name: string
  readonly alias: string
  readonly patient: PatientColumn
}

/** The bound table a node of `from`, `join`, `into` or `update` names, with the alias it goes by. */
function boundIn(node: OperationNode, bound: BoundTables): BoundTable | null {
  if (node.kind === 'AliasNode') {
    const { node: inner, alias } = node as OperationNode & { node: OperationNode; alias: OperationNode }
    const table = boundIn(inner, bound)
    if (table === null) return null
    if (!IdentifierNode.is(alias)) throw new ScopeRefusal(`the alias of ${table.name} is not a plain name`)
    return { ...table, alias: alias.name }
  }
  if (node.kind !== 'TableNode') return null
  const { name } = (node as TableNode).table.identifier
  const patient = bound.get(sameToSqlite(name))
  return patient === undefined ? null : { name, alias: name, patient }
}

/** A table's name as SQLite compares it: « PATIENT » is the table of patients to it. */
function sameToSqlite(name: string): string {
  return name.toLowerCase()
}

function valueIn(item: unknown, table: string): unknown {
  if (typeof item !== 'object' || item === null || !('kind' in item)) return item
  if (item.kind === 'ValueNode' && 'value' in item) return item.value
  throw new ScopeRefusal(`the patient of a row of ${table} is given by value`)
}

/** Both conditions; the first in parentheses, or an `or` of its own would let rows through. */
function both(present: OperationNode | undefined, added: OperationNode): OperationNode {
  return present === undefined ? added : AndNode.create(ParensNode.create(present), added)
}

function withWhere<T extends { readonly where?: WhereNode }>(
  query: T,
  conditions: readonly (OperationNode | null)[],
): T {
  let where = query.where?.where
  for (const condition of conditions) if (condition !== null) where = both(where, condition)
  return where === undefined ? query : { ...query, where: WhereNode.create(where) }
}
