import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { canonicalJson } from '../../src/domain/canonical.ts'
import { mutationSchema } from '../../src/domain/mutation.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import {
  fileHeaderSchema,
  filePhotoSchema,
  fileRowsReplySchema,
  fileRowsRequestSchema,
  fileRowsSchema,
  fileVisitSchema,
} from '../../src/protocol/file-wire.ts'
import {
  relayedPhotoReplySchema,
  relayedPhotoSchema,
  relayReplySchema,
  relaySchema,
} from '../../src/protocol/relay-wire.ts'
import { haveReplySchema, haveSchema, pullReplySchema, pushReplySchema, pushSchema } from '../../src/protocol/wire.ts'

describe('the wire, version 1', () => {
  it('is what the file pins: a change of it is a decision (update with `vitest run tests/protocol -u`, and raise the version)', async () => {
    const wire = {
      push: pushSchema,
      mutation: mutationSchema,
      pushReply: pushReplySchema,
      pullReply: pullReplySchema,
      have: haveSchema,
      haveReply: haveReplySchema,
      relay: relaySchema,
      relayReply: relayReplySchema,
      relayedPhoto: relayedPhotoSchema,
      relayedPhotoReply: relayedPhotoReplySchema,
      fileHeader: fileHeaderSchema,
      fileRows: fileRowsSchema,
      fileVisit: fileVisitSchema,
      fileRowsRequest: fileRowsRequestSchema,
      fileRowsReply: fileRowsReplySchema,
      filePhoto: filePhotoSchema,
    }
    const schemas = Object.fromEntries(
      Object.entries(wire).map(([name, schema]) => [name, z.toJSONSchema(schema, { unrepresentable: 'any' })]),
    )
    await expect(`${JSON.stringify(schemas, null, 2)}\n`).toMatchFileSnapshot('./wire.schema.json')
  })

  it('a digest is the SHA-256 of the canonical text', async () => {
    // echo -n '{"a":1,"b":"ệ"}' | sha256sum
    expect(canonicalJson({ b: 'ệ', a: 1 })).toBe('{"a":1,"b":"ệ"}')
    expect(await digestOf({ b: 'ệ', a: 1 })).toBe(await digestOf({ a: 1, b: 'ệ' }))
    expect(await digestOf('')).toBe('12ae32cb1ec02d01eda3581b127c1fee3b0dc53572ed6baf239721a03d82e126')
  })
})
