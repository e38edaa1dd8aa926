/// The themes that are always there; `themes/` holds the same as files to start from.
extension Theme {
  package static let builtIn: [Theme] = [
    Theme(
      name: "bayside-night", isLight: false,
      colors: [
        .base: 0x0E1A24, .panel: 0x152532, .header: 0x1B3040, .select: 0x20384A, .input: 0x12202B,
        .text: 0xDCE7EE, .muted: 0x9DB2C0, .accent: 0x6FD3E0, .focus: 0x4FC3D9, .border: 0x5F7C8E,
        .ok: 0x8FE3B4, .warn: 0xFFD166, .err: 0xFF7F8E, .info: 0x8DB9FF, .live: 0x6FE3C4,
        .user: 0xFFC58A, .asst: 0x8FD8FF, .tool: 0xC9B4FF, .kw: 0xC9A8FF, .str: 0x9BDB8B,
        .num: 0xFFB37A, .com: 0x8FA7B5, .fn: 0x7FC8FF, .ty: 0x6FD9CF, .addbg: 0x12372A,
        .delbg: 0x43202A, .matchbg: 0xF0C05A, .matchfg: 0x0E1A24, .curbg: 0xFF9F5A, .curfg: 0x0E1A24,
      ]),
    Theme(
      name: "bayside-day", isLight: true,
      colors: [
        .base: 0xF7FAFB, .panel: 0xEDF3F6, .header: 0xDDE8EE, .select: 0xD3E4EE, .input: 0xFFFFFF,
        .text: 0x16252F, .muted: 0x4B606D, .accent: 0x00616F, .focus: 0x00758A, .border: 0x6E8793,
        .ok: 0x00604A, .warn: 0x6B4A00, .err: 0xB01030, .info: 0x1F56B0, .live: 0x005F6B,
        .user: 0x7E3E00, .asst: 0x00578A, .tool: 0x6338A2, .kw: 0x7030B0, .str: 0x24692B,
        .num: 0x783600, .com: 0x546773, .fn: 0x0B5CA8, .ty: 0x00666B, .addbg: 0xD5F0DC,
        .delbg: 0xFADADA, .matchbg: 0xFFE08A, .matchfg: 0x16252F, .curbg: 0xFFB45C, .curfg: 0x16252F,
      ]),
    Theme(
      name: "fog", isLight: false,
      colors: [
        .base: 0x1C1E21, .panel: 0x25282C, .header: 0x2E3237, .select: 0x373C42, .input: 0x212428,
        .text: 0xE3E4E6, .muted: 0xB0B4BA, .accent: 0xA9C7D6, .focus: 0xA9C7D6, .border: 0x80868E,
        .ok: 0x9FD6C0, .warn: 0xE8D08A, .err: 0xF09AA8, .info: 0xA8C0E6, .live: 0xA3D3C8,
        .user: 0xE0BFA0, .asst: 0xA9CBE6, .tool: 0xC9BCE0, .kw: 0xC9BCE6, .str: 0xB2D3A6,
        .num: 0xE6BE9A, .com: 0xA2A7AE, .fn: 0xA9CBE6, .ty: 0xA6D3CE, .addbg: 0x26382A,
        .delbg: 0x422A2B, .matchbg: 0xDEC48A, .matchfg: 0x1C1E21, .curbg: 0xE6A97A, .curfg: 0x1C1E21,
      ]),
    Theme(
      name: "lighthouse", isLight: false,
      colors: [
        .base: 0x000000, .panel: 0x0B0F14, .header: 0x14202B, .select: 0x1C2A3A, .input: 0x05080C,
        .text: 0xFFFFFF, .muted: 0xD0D8DE, .accent: 0x7FE9FF, .focus: 0xFFFF66, .border: 0x9FB0BC,
        .ok: 0x8CFF9E, .warn: 0xFFD84D, .err: 0xFFB0AB, .info: 0xB0D0FF, .live: 0x7DFFD9,
        .user: 0xFFD0A0, .asst: 0xA8E4FF, .tool: 0xDDCBFF, .kw: 0xDCC8FF, .str: 0xB4FFA8,
        .num: 0xFFCB99, .com: 0xC2CED6, .fn: 0xA8DCFF, .ty: 0x90F5EA, .addbg: 0x00301A,
        .delbg: 0x4A0E18, .matchbg: 0xFFFF66, .matchfg: 0x000000, .curbg: 0xFFB347, .curfg: 0x000000,
      ]),
    Theme(
      name: "chart-paper", isLight: true,
      colors: [
        .base: 0xFFFDF5, .panel: 0xF7F3E6, .header: 0xECE5D0, .select: 0xE6DFC6, .input: 0xFFFFFF,
        .text: 0x1B1A16, .muted: 0x3F3C33, .accent: 0x003F5C, .focus: 0x004B8D, .border: 0x6E6A5C,
        .ok: 0x004A3A, .warn: 0x4F3A00, .err: 0x86001F, .info: 0x112E58, .live: 0x00444F,
        .user: 0x5E2D00, .asst: 0x003D66, .tool: 0x4A2485, .kw: 0x521F8A, .str: 0x14491C,
        .num: 0x6A2C00, .com: 0x45423A, .fn: 0x043568, .ty: 0x00474B, .addbg: 0xD7EBC9,
        .delbg: 0xF5D5CF, .matchbg: 0xFFE27A, .matchfg: 0x1B1A16, .curbg: 0xFFBE6B, .curfg: 0x1B1A16,
      ]),
    Theme(
      name: "buoy", isLight: false,
      colors: [
        .base: 0x10141A, .panel: 0x181E27, .header: 0x212A36, .select: 0x2A3644, .input: 0x141A21,
        .text: 0xE8ECF1, .muted: 0xAAB5C2, .accent: 0x56B4E9, .focus: 0xF0E442, .border: 0x76849A,
        .ok: 0x56B4E9, .warn: 0xF0E442, .err: 0xFF9A56, .info: 0xBFD3EA, .live: 0x66D9C0,
        .user: 0xF0E442, .asst: 0x7CC7F2, .tool: 0xE6A8CC, .kw: 0xE6A8CC, .str: 0x66D9C0,
        .num: 0xF0B44A, .com: 0x9AA7B6, .fn: 0x7CC7F2, .ty: 0xC9DDF2, .addbg: 0x0C324D,
        .delbg: 0x4A2A0C, .matchbg: 0xF0E442, .matchfg: 0x10141A, .curbg: 0xFFFFFF, .curfg: 0x10141A,
      ]),
  ]
}
