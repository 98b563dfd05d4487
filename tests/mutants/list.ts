/**
 * Servers and tablets that are broken on purpose, each in one rule. The suite is
 * worth what it finds: `npm run test:mutants` applies them one by one and wants
 * every one caught.
 */
export type Mutant = { name: string; rule: string; edits: readonly Edit[] }
/** A piece of a source, to the letter, and what stands in its place. */
export type Edit = { file: string; find: string; replace: string }

function mutant(name: string, rule: string, ...edits: Edit[]): Mutant {
  return { name, rule, edits }
}

function edit(file: string, find: string, replace: string): Edit {
  return { file: `src/${file}`, find, replace }
}

const ACCEPT = 'server/sync/accept-push.ts'
const LEDGER = 'server/sync/ledger.ts'
const READ = 'server/sync/read-changes.ts'
const FEED = 'server/storage/feed.ts'
const MERGE = 'domain/merge.ts'
const WORKBENCH = 'server/sync/workbench.ts'
const RELAY = 'server/sync/relay.ts'
const FREEZE = 'device/store/freeze.ts'
const SETTLE = 'device/store/settle.ts'
const OUTBOX = 'device/store/outbox.ts'
const PAGE = 'device/store/apply-page.ts'
const DIALECT = 'server/storage/sqlite-dialect.ts'

const TAKE = 'domain/take-step.ts'

/** After the seal. */
const steps: Mutant[] = [
  mutant(
    'a step is taken twice',
    'P66',
    edit(
      MERGE,
      'const known = (state.steps ?? []).find(({ id }) => id === mutation.step.id)\n  if (known)',
      'const known = (state.steps ?? []).find(({ id }) => id === mutation.step.id)\n  if (known && false)',
    ),
  ),
  mutant(
    'who made the inspection reviews it',
    'P66',
    edit(
      MERGE,
      '!maySay(person, mutation.step.say.is, facility)',
      '(person.id !== state.createdBy.id && !maySay(person, mutation.step.say.is, facility))',
    ),
  ),
  mutant('a step is taken for somebody else’s', 'P66', edit(MERGE, 'known.by.id === person.id && ', '')),
  mutant(
    'an approval of what was amended meanwhile counts',
    'P67',
    edit(TAKE, "if (seal !== sealNoOf(record)) return 'SEAL_MOVED'", ''),
  ),
  mutant(
    'a second decision undoes the first',
    'P67',
    edit(TAKE, "return record.status === 'submitted' ? null : 'REVIEW_DECIDED'", 'return null'),
  ),
  mutant(
    'the area decides what was sent up',
    'P67',
    edit(TAKE, "reviewOf(record)?.level === 'province' && !isOfWholeProvince", 'false'),
  ),
  mutant('a late step counts', 'P67', edit('domain/step.ts', 'filter(({ late }) => !late)', 'filter(() => true)')),
  mutant('a return opens everything', 'P68', edit('domain/review.ts', '!review.returned.has(item) && ', 'false && ')),
  mutant(
    'what was approved is amended',
    'P68',
    edit(MERGE, "if (state.status === 'approved') return refuse(state, 'INSPECTION_APPROVED')", ''),
    edit('domain/review.ts', "if (review?.state === 'approved') return items", ''),
  ),
  mutant(
    'a correction leaves it returned',
    'P68',
    edit(MERGE, "status: 'submitted', cells, score: checked.score, sealNo", 'cells, score: checked.score, sealNo'),
  ),
  mutant('who did it verifies it', 'P69', edit('domain/action-state.ts', ' || done?.by.id === personId', '')),
  mutant('a former report is verified', 'P69', edit(TAKE, ' && action.done?.id === say.of', '')),
  mutant(
    'proof is sealed',
    'P69',
    edit(
      'domain/photo.ts',
      'return visitPhotos(photos).filter(({ late }) => !late)',
      'return livingPhotos(photos).filter(({ late }) => !late)',
    ),
  ),
  mutant(
    'the author’s session uploads somebody else’s proof',
    'P69',
    edit(
      'server/storage/photos.ts',
      "eb.fn.coalesce('photo.added_by', 'inspection.created_by')",
      "eb.ref('inspection.created_by')",
    ),
  ),
  mutant(
    'a step is not said again to a restored server',
    'P16, P70',
    edit('device/store/receive-results.ts', 'await sayUnheardSteps(db, ids)', ''),
  ),
  mutant(
    'proof is kept without its step',
    'P70',
    edit(
      'device/store/steps.ts',
      '      await enqueue(db, entry)\n    })\n  })\n  announce(store)\n  return step.id',
      '    })\n  })\n  await enqueue(db, entry)\n  announce(store)\n  return step.id',
    ),
    edit(
      'device/store/steps.ts',
      "if (!hasRoomFor(row, known)) throw new Problem('PHOTO_TOO_MANY', { item: row.item })",
      '',
    ),
  ),
]

const server: Mutant[] = [
  mutant(
    'a row that an older app cannot read is passed over',
    'P50',
    edit(
      READ,
      `if (changes.length === 0) throw new Problem('PROTOCOL_UNSUPPORTED', { reads, needed })
        return { changes, last, more: true }`,
      `last = row.ver
        continue`,
    ),
  ),
  mutant(
    'what only an amendment’s history shows is sent to whoever cannot read it',
    'P50',
    edit('protocol/reading.ts', '...seals.flatMap(', '...seals.slice(0, 0).flatMap('),
  ),
  mutant(
    'a plan without an answer is not sealed',
    'P51',
    edit(
      'domain/answer.ts',
      'value === null && Object.values(more).every(isUnsaid)',
      'value === null && isUnsaid(more.note)',
    ),
  ),
  mutant('a visit follows up itself', 'P51', edit(MERGE, 'if (followUp?.of === id)', "if (followUp?.of === '')")),
  mutant(
    'what is relayed is taken for a person whose session has ended',
    'P49',
    edit(
      RELAY,
      'const maySend = !isLost && (await hasSession(db, person, { tablet, deviceId }, sessionsAt))',
      'const maySend = !isLost && hasSession !== null && deviceId !== null && sessionsAt > 0',
    ),
  ),
  mutant(
    'what is relayed is taken from a tablet that was declared lost',
    'P49',
    edit(
      RELAY,
      'const isLost = (await openOrders(db, tablet, null)).includes(personId)',
      'const isLost = (await openOrders(db, tablet, null)).length < 0',
    ),
  ),
  mutant(
    'a file is taken though its author’s session has ended',
    'P58',
    edit(
      'server/sync/take-file.ts',
      'if (!(await hasSession(db, person, { tablet, deviceId }, sessionsAt)))',
      'if ((await hasSession(db, person, { tablet, deviceId }, sessionsAt)) === null)',
    ),
  ),
  mutant(
    'a part of a file opens in another place of it',
    'P57',
    edit('protocol/file-wire.ts', 'tablet, epoch, part])', 'tablet, epoch, part < 0])'),
  ),
  mutant(
    'whoever signs in over a session ends what waits behind it',
    'P49',
    edit(
      'server/storage/sessions.ts',
      'if (userId !== by && provinceId !== null && (await hasSpoken(trx, provinceId, id)))',
      'if (userId === by && provinceId !== null && (await hasSpoken(trx, provinceId, id)))',
    ),
  ),
  mutant(
    'a repeat is carried out again',
    'P4, I2',
    edit(
      ACCEPT,
      '? ledger.replay(mutation)',
      '? { ...(await workbench.work(mutation.raw, mutation.seq)).outcome, seq: mutation.seq }',
    ),
  ),
  mutant(
    'a mutation under a new number counts again',
    'P8, I2',
    edit(ACCEPT, 'const twin = ledger.twinOf(mutation)', 'const twin = null as ReturnType<typeof ledger.twinOf>'),
  ),
  mutant(
    'the stored outcome is not the one that was given',
    'P4, I2',
    edit(LEDGER, 'outcome: JSON.stringify(outcome),', "outcome: JSON.stringify({ seq, o: 'applied' }),"),
  ),
  mutant(
    'a number is enough to recognise a repeat',
    'P8, I1',
    edit(LEDGER, 'if (stored?.hash !== hash)', 'if (!stored)'),
  ),
  mutant('a gap in the numbers is accepted', 'P8, I2', edit(ACCEPT, 'if (mutation.seq > lastSeq + 1) break', '')),
  mutant(
    'another epoch is not noticed by a push',
    'P16',
    edit(ACCEPT, 'if (push.epoch !== null && push.epoch !== epoch)', 'if (push.epoch === undefined)'),
  ),
  mutant(
    'acknowledged before the commit',
    'P6, I1',
    edit(DIALECT, 'class SqliteDriver', 'let isOwed = false\n\nclass SqliteDriver'),
    edit(
      DIALECT,
      'const { statement, hasRows } = this.#prepared(sql)',
      `if (sql.startsWith('insert into "mutation"')) isOwed = true\n      const { statement, hasRows } = this.#prepared(sql)`,
    ),
    edit(
      DIALECT,
      'await connection.executeQuery(CompiledQuery.raw(settings',
      "if (isOwed && this.#database?.isTransaction) await connection.executeQuery(CompiledQuery.raw('commit'))\n    isOwed = false\n    await connection.executeQuery(CompiledQuery.raw(settings",
    ),
    edit(
      DIALECT,
      "    await connection.executeQuery(CompiledQuery.raw('commit'))",
      "    if (!isOwed) await connection.executeQuery(CompiledQuery.raw('commit'))",
    ),
  ),
  mutant(
    'the cursor goes to the head of the feed',
    'P10, I5',
    edit(READ, 'const upTo = page.more ? page.last : head', 'const upTo = head'),
  ),
  mutant('pages are counted, not remembered', 'P10, I5', edit(FEED, ".where('feed.ver', '>', pos)", '.offset(pos)')),
  mutant(
    'one version for a whole transaction',
    'P10, I5',
    edit(FEED, 'ver: first + index, entity, entity_id: entityId }', 'ver: first, entity, entity_id: entityId }'),
    edit(FEED, 'doUpdateSet({ ver: first + index })', 'doUpdateSet({ ver: first })'),
    edit(
      'server/storage/migrations/001-first.ts',
      'PRIMARY KEY (tenant_id, ver), UNIQUE (tenant_id, entity, entity_id)',
      'UNIQUE (tenant_id, entity, entity_id)',
    ),
  ),
  mutant(
    'facilities are given to everybody',
    'P11, I10',
    edit(FEED, "eb.and([eb('feed.entity', '=', 'facility'), inReach])", "eb('feed.entity', '=', 'facility')"),
  ),
  mutant(
    'a cursor outlives its owner’s reach',
    'P11, I10',
    edit('server/sync/cursor.ts', 'cursor.epoch !== epoch || cursor.scope !== scope', 'cursor.epoch !== epoch'),
  ),
  mutant(
    'departures are not told',
    'P19, I10',
    edit(
      READ,
      'goesOn ? await readDepartures(trx, person, from, upTo) : []',
      '[] as Awaited<ReturnType<typeof readDepartures>>',
    ),
  ),
  mutant(
    'a facility that was edited takes no visit of before',
    'P42, I1',
    edit(MERGE, '[facility.facts, ...former.facts].some', '[facility.facts].some'),
  ),
  mutant(
    'who lost a facility loses what they had begun there',
    'P42, I1',
    edit('domain/people.ts', 'reachedUntil !== null && date <= reachedUntil', 'reachedUntil === date && false'),
  ),
  mutant(
    'a merge gives its area to nobody',
    'P11, I10',
    edit(
      'server/storage/reach.ts',
      'for (const userId of users) await giveAreas(trx, provinceId, userId, heirs)',
      'void heirs',
    ),
  ),
  mutant(
    'an answer is overwritten in silence',
    'P13, I6',
    edit(
      MERGE,
      'return { rev: rev + 1, answer, contested: true, former: cell.answer }',
      'return { rev: rev + 1, answer }',
    ),
  ),
  mutant(
    'what was replaced is not kept',
    'P13, I1',
    edit(MERGE, "if (cell) replaced.push({ item: itemId, rev: cell.rev, answer: cell.answer, by: 'head' })", ''),
  ),
  mutant(
    'repeating one side hides the dispute',
    'P13, I6',
    edit(
      MERGE,
      'if (written.contested) contested.push(itemId)',
      'if (written.contested && written !== cell) contested.push(itemId)',
    ),
  ),
  mutant(
    'a late answer is dropped',
    'P15, I7',
    edit(
      MERGE,
      "replaced: late.map((each) => ({ ...each, rev: state.cells[each.item]?.rev ?? 0, by: 'late' as const })),",
      'replaced: [],',
    ),
  ),
  mutant(
    'a signature outlives a change of what was signed',
    'P53',
    edit(
      'domain/signature.ts',
      "return signed === digest ? 'holds' : 'void'",
      "return signed && digest ? 'holds' : 'void'",
    ),
  ),
  mutant(
    'a seal covers a signature that was taken back',
    'P53',
    edit(
      'domain/signature.ts',
      "!signature.removed && stateOfSignature(signature, digest) === 'holds'",
      "stateOfSignature(signature, digest) === 'holds'",
    ),
  ),
  mutant(
    'a signature is kept for what its giver was not shown',
    'P54',
    edit(
      'device/store/signatures.ts',
      "if ((await digestToSign(open)) !== signing.digest) throw new Problem('SIGNED_CONTENT_MOVED')",
      '',
    ),
  ),
  mutant(
    'an inspection is handed in without a seal',
    'P14, I7',
    edit(
      WORKBENCH,
      'after.push(() => sealAndAnchor(state, sealed, mutation))',
      'if (sealAndAnchor.length > 99) after.push(() => sealAndAnchor(state, sealed, mutation))',
    ),
  ),
  mutant(
    'the same inspection is sealed twice',
    'P15, I7',
    edit(
      MERGE,
      "    return digest === mutation.digest ? unchanged(state) : refuse(state, 'INSPECTION_CLOSED')",
      "    if (digest !== mutation.digest) return refuse(state, 'INSPECTION_CLOSED')",
    ),
  ),
  mutant(
    'a picture is kept whatever its hash',
    'P26, I8',
    edit(
      'server/sync/accept-photo.ts',
      "if (createHash('sha256').update(bytes).digest('hex') !== metadata.sha256)",
      "if (createHash('sha256').update(bytes).digest('hex') === '')",
    ),
  ),
  mutant(
    'a refused payload is not kept',
    'P5, I4',
    edit(WORKBENCH, 'payload: isKeptElsewhere ? null : JSON.stringify(raw)', 'payload: isKeptElsewhere ? null : null'),
  ),
]

const device: Mutant[] = [
  mutant(
    'an answer in a file does not rest on the frozen one before it',
    'P57',
    edit(FREEZE, 'if (!former || row.base > former.base) return row', 'if (former?.localId !== -1) return row'),
  ),
  mutant(
    'what a file brings moves the revision of what was written here',
    'P59',
    edit(SETTLE, "revs[cell] !== undefined && before !== 'elsewhere'", 'revs[cell] !== undefined || before === null'),
  ),
  mutant(
    'what others have sent for a locked store is forgotten there',
    'P49, I1',
    edit(
      'device/store/relay-queue.ts',
      "await keepRevisions(store, rows, { seq: Number(seq), o: 'applied', revs: told })",
      'await db.outbox.bulkDelete(rows.map(({ localId }) => localId))',
    ),
  ),
  mutant(
    'what the same hand wrote behind relayed answers does not rest on them',
    'P13, P49',
    edit(
      'device/store/relay-queue.ts',
      "await keepRevisions(store, rows, { seq: Number(seq), o: 'applied', revs: told })",
      'void keepRevisions(store, [], { seq: Number(seq), o: told ? "applied" : "noop" })',
    ),
  ),
  mutant(
    'a locked store is sent for by whoever has signed out',
    'P49',
    edit('device/store/people.ts', 'lock?.account && !left && !isWiped', 'lock?.account && !isWiped'),
  ),
  mutant(
    'an answer and its mutation are two transactions',
    'P1, I3',
    edit(
      'device/store/answers.ts',
      'open ? db.outbox.put({ ...open, ...entry, ...rests, id: open.id }) : enqueue(db, { ...entry, ...rests }),',
      '',
    ),
    edit(
      'device/store/answers.ts',
      '  announce(store)\n  return { savedAt }\n',
      "  await commit(store, ['outbox'], () => enqueue(db, said.entry))\n  announce(store)\n  return { savedAt }\n",
    ),
  ),
  mutant(
    'the queue forgets what it has sent, not what was answered',
    'P1, I1',
    edit(
      FREEZE,
      "await putFrozen(db, batch)\n    await db.meta.put({ key: 'nextSeq', value: from",
      "await db.outbox.bulkDelete(batch.flat().map(({ localId }) => localId))\n    await db.meta.put({ key: 'nextSeq', value: from",
    ),
  ),
  mutant(
    'of answers with one number only the first is kept',
    'P2, P41',
    edit(
      FREEZE,
      'await outbox.bulkPut(batch.flatMap(together))',
      'await outbox.bulkPut(batch.flatMap(([row]) => (row ? [row] : [])))',
    ),
  ),
  mutant(
    'of answers with one number only the first goes into the journal',
    'P41, P16',
    edit(SETTLE, '...rest, ...othersSent(row), before', '...rest, before'),
  ),
  mutant(
    'of answers that were set aside only the first waits again',
    'P41, P34',
    edit(SETTLE, 'const rows = apart(lying)\n    const [first]', 'const rows = lying\n    const [first]'),
  ),
  mutant(
    'of answers that were set aside those that were changed meanwhile stay under their number',
    'P41, P34',
    edit(
      SETTLE,
      'lying.map(({ localId }) => localId),\n    )\n    await sendOneByOne',
      '[],\n    )\n    await sendOneByOne',
    ),
  ),
  mutant(
    'a locked store does not say that newer code has written to it',
    'P38',
    edit('device/store/store.ts', 'if (least < STORE_SCHEMA) await meta.put(', 'if (least < 0) await meta.put('),
  ),
  mutant(
    'of answers with one number a pull spares only the first',
    'P12',
    edit('device/store/apply-page.ts', 'apart(queued).map(({ cell }) => cell)', 'queued.map(({ cell }) => cell)'),
  ),
  mutant(
    'a batch that goes out again is frozen again',
    'P2',
    edit(
      FREEZE,
      'if (frozen.length > 0) return { ...sender, groups: pieceOf(wholeOf(frozen), most) }',
      "for (const row of frozen) await db.outbox.put({ ...row, state: 'open', seq: null })",
    ),
  ),
  mutant(
    'a long journal is cut through a mutation',
    'P41, I1',
    edit(FREEZE, 'return rows.length < ROWS_MAX ? groups : groups.slice(0, -1)', 'return groups'),
  ),
  mutant(
    'after a fork everything has a new id',
    'P8, I2',
    edit(OUTBOX, "({ ...row, state: 'frozen', seq:", "({ ...row, id: crypto.randomUUID(), state: 'frozen', seq:"),
  ),
  mutant(
    'a restored server is not offered the journal',
    'P16, I1',
    edit(OUTBOX, "const journal = apart(await db.sent.orderBy('seq').toArray())", 'const journal: SentRow[] = []'),
  ),
  mutant(
    'answers refused together are not sent one by one',
    'P41, I4',
    edit(SETTLE, 'await sendOneByOne(store, said)', 'for (const row of said) await putBefore(store, row, refusal)'),
  ),
  mutant(
    'one disputed answer makes all that went with it disputed',
    'P41, I6',
    edit(SETTLE, 'const isContested = contested.includes(cell)', 'const isContested = contested.length > 0'),
  ),
  mutant('a refusal is forgotten on the tablet', 'P5, I4', edit(SETTLE, 'await db.attention.put(attention)', '')),
  mutant(
    'a newer edit rests on what its author never saw',
    'P13, I6',
    edit(SETTLE, 'if (!isContested)\n', 'if (rev)\n'),
  ),
  mutant(
    'any reply counts',
    'P9, I1',
    edit('device/sync/transport.ts', 'return headers.get(PROTO_HEADER) !== null', 'return headers !== null'),
  ),
  mutant(
    'any page counts',
    'P9, I5',
    edit(
      'device/sync/transport.ts',
      "if (page.deviceId !== deviceId || page.after !== (cursor ?? ''))",
      'if (page.deviceId === undefined)',
    ),
  ),
  mutant(
    'a pull does not notice another epoch',
    'P16, I1',
    edit('device/sync/pull.ts', 'if (epoch !== null && page.epoch !== epoch)', 'if (epoch === undefined)'),
  ),
  mutant(
    'two tabs do not wait for each other',
    'P38',
    edit('device/store/lease.ts', 'now - lease.at < LEASE_KEPT', 'now - lease.at < 0'),
  ),
  mutant(
    'a reply to a former count settles the new one',
    'P2, I1',
    edit(SETTLE, 'if (deviceId !== undefined && (await', "if (deviceId === '' && (await"),
  ),
  mutant(
    'the end of an upload is taken for a confirmation',
    'P27, I8',
    edit(
      'device/sync/photos.ts',
      'if (await sendOne(store, transport, photo)) sent.push(photo)',
      'if (await sendOne(store, transport, photo)) await noteReceived(store, [photo.sha256])',
    ),
  ),
  mutant(
    'a tap settles what was not on the screen',
    'P13, I6',
    edit('device/store/answers.ts', 'shown !== undefined && shown < pulled', 'false as boolean'),
  ),
  mutant('a pull overwrites what waits', 'P12, I6', edit(PAGE, 'if (pending.has(cell)) return false', '')),
  mutant(
    'the cursor is kept before its page',
    'P7, I5',
    edit(
      PAGE,
      '  return commit(store, [...tables], async () => {',
      "  await db.meta.put({ key: 'cursor', value: page.cursor })\n  return commit(store, [...tables], async () => {",
    ),
    edit(PAGE, 'cursor !== asked || (epoch', '(epoch'),
  ),
  mutant(
    'a page that was overtaken takes the view back',
    'P7, I5',
    edit(PAGE, 'if (cursor !== asked || (epoch !== null && epoch !== page.epoch)) return false', ''),
  ),
  mutant(
    'a page that was asked for ahead is written though the one before it was not',
    'P7, I5',
    edit('device/sync/pull.ts', 'isWritten && next ? next : ask(cursor)', 'next ?? ask(cursor)'),
  ),
  mutant(
    'what another history has confirmed makes room',
    'P16, P27, I8',
    edit(OUTBOX, 'await doubtReceived(db)', 'void doubtReceived'),
  ),
  mutant(
    'what a new view does not bring stays',
    'P11, I10',
    edit(PAGE, 'if (!page.more && next !== gen) {', 'if (page.more === undefined) {'),
  ),
  mutant(
    'departures are not followed',
    'P19, I10',
    edit(
      PAGE,
      'for (const { entity, id } of page.gone ?? [])',
      'for (const { entity, id } of [] as NonNullable<typeof page.gone>)',
    ),
  ),
  mutant(
    'revisions of two histories are compared',
    'P16, I5',
    edit(PAGE, 'here.doubted === true || rev > here.rev', 'rev > here.rev'),
  ),
  mutant(
    'an answer rests on a revision of another history',
    'P16, I6',
    edit(OUTBOX, 'Object.assign(row, { rev: 0, pulled: 0, doubted: true })', 'Object.assign(row, { doubted: true })'),
  ),
  mutant(
    'an answer of another history stands under the same number',
    'P13, I6',
    edit(MERGE, 'isSeen ? base : UNSEEN', 'isSeen || base > UNSEEN ? base : UNSEEN'),
  ),
  mutant(
    'an answer does not rest on its author’s own of before a restore',
    'P16, P13',
    edit(SETTLE, 'if (!answer?.doubted || rev <= answer.rev) continue', 'if (answer) continue'),
  ),
  mutant(
    'what was set aside and may have arrived is never offered again',
    'P34, I1',
    edit(OUTBOX, 'return waiting.has(row.id) ? content : row', 'return waiting.has(content.id) ? row : row'),
  ),
  mutant(
    'the digest of another view is compared',
    'P9, P40',
    edit('device/sync/transport.ts', "if (reply.after !== cursor) throw new Problem('INTERCEPTED')", ''),
  ),
  mutant(
    'a photo that waits to be said once more is taken back in silence',
    'P21, I8',
    edit('device/store/photos.ts', "unsent?.state === 'open' && now.unheard", "unsent?.state === 'open'"),
  ),
  mutant(
    'a photo of another tablet that a restored server has lost is not said again',
    'P16, P21',
    edit(PAGE, 'await lostPhotos(pending)', 'void lostPhotos'),
  ),
  mutant(
    'a photo that another tablet has said again still waits for its author',
    'P16, P21',
    edit(
      'device/store/receive-photos.ts',
      'if (refused.has(photoCell(photo.id))) await',
      'if (refused.has(insp)) await',
    ),
  ),
]

const importing: Mutant[] = [
  mutant(
    'import: faults name the column beside',
    'import',
    edit('server/import/faults.ts', 'lettersOf(column), header', 'lettersOf(column + 1), header'),
  ),
  mutant(
    'import: a file with faults is done as far as it goes',
    'import',
    edit('server/import/carry-out.ts', 'if (plan.faults.length > 0) throw', 'if (plan.faults.length > 999) throw'),
  ),
  mutant(
    'import: of a column that is there twice the first is taken',
    'import',
    edit('server/import/columns.ts', '} else if (others.length > 0) {', '} else if (others.length > 99) {'),
  ),
  mutant(
    'import: merged cells are taken as they come',
    'import',
    edit(
      'server/import/columns.ts',
      "faults.push(faultOf('MERGED', at, value))",
      "warnings.push(faultOf('MERGED', at, value))",
    ),
  ),
  mutant(
    'import: a formula that failed is an empty cell',
    'import',
    edit(
      'server/import/columns.ts',
      'if (row > titles.at && keyAt.has(column))',
      'if (row < titles.at && keyAt.has(column))',
    ),
  ),
  mutant(
    'import: bytes that are no UTF-8 are taken with their marks broken',
    'import',
    edit('server/import/reading/read-file.ts', '{ fatal: true }', '{ fatal: false }'),
  ),
  mutant(
    'import: an old .xls is read as text',
    'import',
    edit('server/import/reading/read-file.ts', 'if (startsWith(bytes, OLE)) throw', 'if (bytes.length < 8) throw'),
  ),
  mutant(
    'import: a list may be as long as it likes',
    'import',
    edit('server/import/reading/sheet.ts', 'export const ROWS_MAX = 5000', 'export const ROWS_MAX = 500_000'),
  ),
  mutant(
    'import: something else is done than what was looked at',
    'import',
    edit('server/import/carry-out.ts', "if (plan.digest !== digest) throw new Problem('IMPORT_CHANGED')", ''),
  ),
]

const binding: Mutant[] = [
  mutant(
    'the row beside a sealed answer says for which visit it is',
    'P64',
    edit(
      'protocol/queued.ts',
      'const { insp = row.insp, at = row.at, ...said } = await',
      'const { insp: _i, at = row.at, ...said } = await',
    ),
    edit(
      'protocol/queued.ts',
      'return { ...body, seq, id: mutationIdOf(row), insp, at } as Mutation',
      'return { ...body, seq, id: mutationIdOf(row), insp: row.insp, at } as Mutation',
    ),
  ),
  mutant(
    'an answer that is sealed for another visit slips in among others',
    'P64',
    edit(
      'protocol/queued.ts',
      "each.k === 'answer.set' && each.insp === insp ? [each] : []",
      "each.k === 'answer.set' ? [each] : []",
    ),
  ),
]

export const mutants: readonly Mutant[] = [...server, ...steps, ...device, ...importing, ...binding]
