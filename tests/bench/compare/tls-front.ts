import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { createSecureServer, type IncomingHttpHeaders, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Of one connection between two neighbours, and not of the message (RFC 9110, 7.6.1): HTTP/2 refuses them. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection']

/** HTTP/2 over TLS in front of a server, as it runs in the field (deploy/Caddyfile): headers said once are packed into a byte each. */
export async function openTlsFront(target: string): Promise<{ url: string; close(): Promise<void> }> {
  const sessions = new Set<ServerHttp2Session>()
  const front = createSecureServer({ ...ownCertificate(), allowHTTP1: false }, (asked, reply) => {
    const onwards = request(
      target + asked.url,
      { method: asked.method, headers: { ...withoutConnection(asked.headers), host: asked.authority } },
      (answer) => {
        reply.writeHead(answer.statusCode ?? 502, withoutConnection(answer.headers))
        answer.pipe(reply)
      },
    )
    onwards.on('error', () => reply.stream.destroy())
    asked.pipe(onwards)
  })
  front.on('session', (session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
  })
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done))
  return {
    url: `https://127.0.0.1:${(front.address() as AddressInfo).port}`,
    close() {
      for (const session of sessions) session.destroy()
      return new Promise((done) => front.close(() => done()))
    },
  }
}

function withoutConnection(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith(':') && !OF_THE_CONNECTION.includes(name))
  return Object.fromEntries(kept)
}

function ownCertificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-bench-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  try {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2']
    execFileSync('openssl', ['req', '-x509', ...curve, ...name, '-keyout', key, '-out', cert], { stdio: 'pipe' })
    return { key: readFileSync(key), cert: readFileSync(cert) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
