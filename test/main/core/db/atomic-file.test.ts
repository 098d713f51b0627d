import { describe, expect, test } from 'vitest'
import { whenLetGo } from '#core/db/atomic-file.ts'

const failing = (code: string) => Object.assign(new Error(code), { code })

describe('a file that somebody holds for an instant', () => {
  test('is asked for again until it is let go', async () => {
    let asked = 0
    const work = async () => {
      if (++asked < 4) throw failing('EPERM')
    }
    await whenLetGo(work, 2_000)
    expect(asked).toBe(4)
  })

  test('is given up after the time allowed, with the system’s own reason', async () => {
    let asked = 0
    const work = async () => {
      asked++
      throw failing('EBUSY')
    }
    await expect(whenLetGo(work, 100)).rejects.toMatchObject({ code: 'EBUSY' })
    expect(asked).toBeGreaterThan(1)
    asked = 0
    await expect(whenLetGo(work, 0)).rejects.toMatchObject({ code: 'EBUSY' })
    expect(asked, 'where no program holds files, once').toBe(1)
  })

  test('a full disk is not waited for', async () => {
    let asked = 0
    const work = async () => {
      asked++
      throw failing('ENOSPC')
    }
    await expect(whenLetGo(work, 2_000)).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(asked).toBe(1)
  })
})
