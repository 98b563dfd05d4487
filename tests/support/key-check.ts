import {
  AliasNode,
  AndNode,
  BinaryOperationNode,
  type ColumnNode,
  DeleteQueryNode,
  IdentifierNode,
  InsertQueryNode,
  type JoinNode,
  type OperationNode,
  OperatorNode,
  ParensNode,
  PrimitiveValueListNode,
  RawNode,
  ReferenceNode,
  SelectQueryNode,
  TableNode,
  UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from 'kysely'
import { isDistributed, KEY } from './distribution.ts'

/**
 * Which tables a query asks without the province. A table of a province is held by
 * its key where the query says `tenant_id = <text>` or `tenant_id in (<texts>)` of it, or
 * `tenant_id = <that of a table that is held>`: one statement then goes to the one
 * machine where the province lies. What an outer join says holds only what it joins.
 */
export function unkeyedIn(node: OperationNode): string[] {
  return look(node, null)
}

type Scope = { tables: ReadonlyMap<string, string>; held: ReadonlySet<string>; parent: Scope | null }

function look(node: OperationNode, scope: Scope | null): string[] {
  if (SelectQueryNode.is(node)) return ofQuery(node, node.from?.froms ?? [], scope)
  if (UpdateQueryNode.is(node)) return ofQuery(node, node.table ? [node.table] : [], scope)
  if (DeleteQueryNode.is(node)) return ofQuery(node, node.from.froms, scope)
  if (InsertQueryNode.is(node)) return [...ofInsert(node), ...within(node, scope)]
  if (RawNode.is(node)) return [...ofText(textOf(node)), ...within(node, scope)]
  return within(node, scope)
}

/** The queries inside of a node, wherever they stand in it. */
function within(node: OperationNode, scope: Scope | null): string[] {
  return Object.values(node).flatMap((value) =>
    (Array.isArray(value) ? value : [value])
      .filter(isNode)
      .flatMap((each) => (RawNode.is(each) && RawNode.is(node) ? within(each, scope) : look(each, scope))),
  )
}

function isNode(value: unknown): value is OperationNode {
  return typeof value === 'object' && value !== null && 'kind' in value
}

type Query = SelectQueryNode | UpdateQueryNode | DeleteQueryNode

function ofQuery(query: Query, froms: readonly OperationNode[], parent: Scope | null): string[] {
  const joins = query.joins ?? []
  const tables = new Map([...froms, ...joins.map((join) => join.table)].flatMap(namedTable))
  const held = new Set<string>()
  const says = [
    ...conjuncts(query.where?.where).map((said) => ({ said, only: null })),
    ...joins.flatMap((join) =>
      conjuncts(join.on?.on).map((said) => ({ said, only: isOuter(join) ? namedTable(join.table)[0]?.[0] : null })),
    ),
  ]
  const scope: Scope = { tables, held, parent }
  for (let before = -1; before < held.size; ) {
    before = held.size
    for (const { said, only } of says)
      for (const name of heldBy(said, scope)) if (only === null || only === name) held.add(name)
  }
  const missed = [...tables].filter(([name, table]) => isDistributed(table) && !held.has(name))
  return [...missed.map(([, table]) => table), ...within(query, scope)]
}

const isOuter = ({ joinType }: JoinNode) => joinType !== 'InnerJoin'

/** The name and the table of a source; none where it is a query of its own. */
function namedTable(node: OperationNode): [name: string, table: string][] {
  if (TableNode.is(node)) return [[tableName(node), tableName(node)]]
  if (AliasNode.is(node) && TableNode.is(node.node) && IdentifierNode.is(node.alias))
    return [[node.alias.name, tableName(node.node)]]
  return []
}

const tableName = ({ table }: TableNode) => table.identifier.name

/** What has to hold of every row. */
function conjuncts(node: OperationNode | undefined): OperationNode[] {
  if (node === undefined) return []
  if (AndNode.is(node)) return [...conjuncts(node.left), ...conjuncts(node.right)]
  return ParensNode.is(node) ? conjuncts(node.node) : [node]
}

/** The names whose key is given by a comparison. */
function heldBy(node: OperationNode, scope: Scope): string[] {
  if (!BinaryOperationNode.is(node) || !OperatorNode.is(node.operator)) return []
  const { leftOperand, operator, rightOperand } = node
  const left = keyOf(leftOperand, scope)
  if (left === null) return []
  if (operator.operator === 'in') return isTexts(rightOperand) ? [left] : []
  if (operator.operator !== '=') return []
  if (ValueNode.is(rightOperand)) return typeof rightOperand.value === 'string' ? [left] : []
  const right = keyOf(rightOperand, scope)
  if (right === null) return []
  return isHeld(left, scope) ? [right] : isHeld(right, scope) ? [left] : []
}

function isTexts(node: OperationNode): boolean {
  if (PrimitiveValueListNode.is(node)) return node.values.every((value) => typeof value === 'string')
  return ValueListNode.is(node) && node.values.every((each) => ValueNode.is(each) && typeof each.value === 'string')
}

/** Whose key a reference is; null where it is none. */
function keyOf(node: OperationNode, { tables }: Scope): string | null {
  if (!ReferenceNode.is(node) || node.column.kind !== 'ColumnNode') return null
  if ((node.column as ColumnNode).column.name !== KEY) return null
  if (node.table) return tableName(node.table)
  const own = [...tables].filter(([, table]) => isDistributed(table))
  return own.length === 1 ? (own[0]?.[0] ?? null) : null
}

function isHeld(name: string, scope: Scope | null): boolean {
  if (scope === null) return false
  return scope.tables.has(name) ? scope.held.has(name) : isHeld(name, scope.parent)
}

function ofInsert({ into, columns, values }: InsertQueryNode): string[] {
  if (!into || !isDistributed(tableName(into))) return []
  const at = columns?.findIndex(({ column }) => column.name === KEY) ?? -1
  const isGiven = values !== undefined && ValuesNode.is(values) && values.values.every((row) => isText(row.values[at]))
  return at >= 0 && isGiven ? [] : [tableName(into)]
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || (isNode(value) && ValueNode.is(value) && typeof value.value === 'string')
}

/** A text of our own with the names that were put into it. */
function textOf({ sqlFragments, parameters }: RawNode): string {
  return sqlFragments.map((text, at) => `${text}${parameters[at] ? partOf(parameters[at]) : ''}`).join('')
}

function partOf(node: OperationNode): string {
  if (RawNode.is(node)) return textOf(node)
  if (TableNode.is(node)) return tableName(node)
  if (ReferenceNode.is(node)) return node.column.kind === 'ColumnNode' ? (node.column as ColumnNode).column.name : '*'
  return '?'
}

function ofText(text: string): string[] {
  const named = [...text.matchAll(/\b(?:from|join|into|update|truncate|table)\s+"?(\w+)"?/gi)].map(
    ([, name]) => name ?? '',
  )
  const isKeyed = new RegExp(`\\b${KEY}"?\\s*(=\\s*\\?|in\\s*\\()`, 'i').test(text)
  return isKeyed ? [] : named.filter(isDistributed)
}
