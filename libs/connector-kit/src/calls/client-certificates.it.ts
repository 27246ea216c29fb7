import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Certificates } from '../fixtures/certificates.js';
import { clientCertificatesFile, type ClientCertificate } from './client-certificates.schema.js';
import { providerAgent, RecordedCall } from './provider-http.client.js';

const certificates = new Certificates();
const server = certificates.make('provider');
const ours = certificates.make('cauce');
const strangers = certificates.make('stranger');

function read(list: object) {
  const path = join(certificates.folder, 'list.json');
  writeFileSync(path, JSON.stringify(list));
  return clientCertificatesFile.safeParse(path);
}

afterAll(() => certificates.remove());

describe('a provider that demands a certificate', () => {
  let provider: Server;
  let url: string;
  const subjects: string[] = [];

  beforeAll(async () => {
    const options = {
      cert: readFileSync(server.certificateFile),
      key: readFileSync(server.keyFile),
      ca: readFileSync(ours.certificateFile),
      requestCert: true,
      rejectUnauthorized: true,
    };
    provider = createServer(options, (request, response) => {
      const { subject } = (request.socket as never as Peer).getPeerCertificate();
      subjects.push(subject.CN);
      response.end('{}');
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(provider.address() as AddressInfo).port}/pay`;
  });
  beforeEach(() => subjects.splice(0));
  afterAll(() => void provider.close());

  interface Peer {
    getPeerCertificate(): { subject: { CN: string } };
  }

  async function send(certificate?: ClientCertificate): Promise<number> {
    const agent = providerAgent(certificate);
    const now = () => new Date('2026-11-20T15:00:00Z');
    const call = new RecordedCall({ agent, now, timeoutMs: 5_000, privateFields: [] });
    try {
      return (await call.send({ method: 'POST', url, purpose: 'execute' })).status;
    } finally {
      await agent.destroy();
    }
  }

  const certificateOf = (files: { certificateFile: string; keyFile: string }) =>
    read({ pse_avanza: { ...files, authorityFile: server.certificateFile } }).data?.get(
      'pse_avanza',
    );

  it('is shown ours', async () => {
    expect(await send(certificateOf(ours))).toBe(200);
    expect(subjects).toEqual(['cauce']);
  });

  it('answers nobody else', async () => {
    await expect(send(certificateOf(strangers))).rejects.toThrow(/connection_lost|connect_failed/);
    await expect(send()).rejects.toThrow('connect_failed');
    expect(subjects).toEqual([]);
  });

  it('is not believed to be the provider when another authority signed for it', async () => {
    const list = { pse_avanza: { ...ours, authorityFile: strangers.certificateFile } };
    await expect(send(read(list).data?.get('pse_avanza'))).rejects.toThrow('connect_failed');
  });
});

describe('the list of certificates', () => {
  it('may be empty', () => {
    expect(read({}).data?.size).toBe(0);
  });

  it.each<[string, object]>([
    ['a key of another certificate', { pse: { ...ours, keyFile: strangers.keyFile } }],
    ['a file that is not there', { pse: { ...ours, keyFile: join(certificates.folder, 'no') } }],
    ['a key where a certificate belongs', { pse: { ...ours, certificateFile: ours.keyFile } }],
    ['a certificate without its key', { pse: { certificateFile: ours.certificateFile } }],
    ['a word that nobody knows', { pse: { ...ours, password: 'x' } }],
    ['a name that is no protocol', { 'PSE!': ours }],
  ])('is refused with %s', (_, list) => {
    expect(read(list).success).toBe(false);
  });

  it('is refused when it is no JSON, or not there', () => {
    expect(clientCertificatesFile.safeParse(ours.certificateFile).success).toBe(false);
    const none = join(certificates.folder, 'none.json');
    expect(clientCertificatesFile.safeParse(none).success).toBe(false);
  });
});
