import { expect, test } from 'vitest'
import { textOfMarkup } from '#main/protocols/markup-text.ts'
import { decodeText, decodeXml } from '#main/protocols/text-encoding.ts'

test.each([
  ['<p>Bonjour</p><p>Docteur</p>', 'Bonjour\n\nDocteur'],
  ['a<br/>b', 'a\nb'],
  ['<script>window.pwned=1</script>mots', 'mots'],
  ['<style>p{}</style>mots', 'mots'],
  ['<!-- <p>non</p> -->mots', 'mots'],
  ['<x><![CDATA[a < b]]></x>', 'a < b'],
  ['cr&eacute;atinine &lt; 78 &#181;mol &#x2264; 90', 'créatinine < 78 µmol ≤ 90'],
  ['<!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>', '&a;'],
  ['<tr><td>HbA1c</td><td>7,9 %</td></tr>', 'HbA1c 7,9 %'],
  ['mots <sans fin', 'mots'],
  ['<cda:title xmlns:cda="x">Titre</cda:title>suite', 'Titre\nsuite'],
])('%s is read as %j', (markup, text) => {
  expect(textOfMarkup(markup)).toBe(text)
})

test('reads in the time of its length, whatever is nested or left open', () => {
  const began = performance.now()
  for (const hostile of ['<'.repeat(500_000), '<a '.repeat(200_000), '&'.repeat(500_000), '<!--'.repeat(100_000)]) {
    textOfMarkup(hostile)
  }
  expect(performance.now() - began).toBeLessThan(4_000)
})

test('finds the encoding nobody said', () => {
  expect(decodeText(Buffer.from('Créatinine', 'utf8'))).toBe('Créatinine')
  expect(decodeText(Buffer.from('Créatinine', 'latin1'))).toBe('Créatinine')
  expect(decodeText(Buffer.from('\uFEFFé', 'utf16le'))).toBe('é')
  const named = '<?xml version="1.0" encoding="ISO-8859-1"?><x>é</x>'
  expect(decodeXml(Buffer.from(named, 'latin1'))).toBe(named)
})
