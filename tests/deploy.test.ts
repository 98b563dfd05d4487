import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/server/config.ts'

const read = (path: string) => readFileSync(path, 'utf8')
/** Settings of the product, as its README lists them. */
const settings = [...read('README.md').matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(([, names = '']) =>
  [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
)
/** What the backup script asks for by itself. */
const ofBackup = ['BACKUP_DIR', 'KEEP_DAYS']

function environmentOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^(?:Environment=|ENV )(.*)$/gm)].map(([, line = '']) => line)
  return Object.fromEntries(lines.flatMap((line) => line.split(' ').map((pair) => pair.split('='))))
}

describe('what operators install', () => {
  it('the README names settings', () => expect(settings).toContain('DATA_DIR'))

  it.each(readdirSync('deploy').filter((name) => /service$|Dockerfile$/.test(name)))(
    '%s sets nothing that the server does not know, and nothing wrong',
    (name) => {
      const { NODE_ENV: _ofNode, ...environment } = environmentOf(read(`deploy/${name}`))
      const unknown = Object.keys(environment).filter((key) => ![...settings, ...ofBackup].includes(key))
      expect(unknown).toEqual([])
      expect(() => readConfig(environment)).not.toThrow()
    },
  )

  it('the image runs as nobody, may be read-only, and says whether it can work', () => {
    const [, last = ''] = read('deploy/Dockerfile').split(/^FROM .*nonroot$/m)
    expect(last).toContain('VOLUME /data')
    expect(last).not.toMatch(/^RUN /m)
    expect(last).toContain('/api/ready')
  })

  it('the service’s user may write its data alone', () => {
    const unit = read('deploy/so-kiem.service')
    for (const line of ['ProtectSystem=strict', 'NoNewPrivileges=yes', 'StateDirectory=so-kiem', 'UMask=0077'])
      expect(unit).toContain(line)
  })
})
