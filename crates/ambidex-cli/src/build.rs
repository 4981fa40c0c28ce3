//! Which build of the program this is: shards of two builds are never mixed.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use ambidex_experiment::RunError;
use ambidex_experiment::merge::digest;
use ambidex_experiment::study::hex;

/// The build's identity: what the linker noted, or the hash of the whole executable where it noted nothing. Reading a
/// note takes no time, hashing a large executable takes a third of a second at every start.
pub fn identity() -> Result<String, RunError> {
    let path = std::env::current_exe().map_err(RunError::io("ambidex"))?;
    match File::open(&path).ok().and_then(|file| build_id(&mut { file })) {
        Some(id) => Ok(format!("build-id:{}", hex(&id))),
        None => digest(&path).map(|(_, hash)| hash),
    }
}

/// Type of the program header of notes, and of the note that holds the identity.
const PT_NOTE: u32 = 4;
const NT_GNU_BUILD_ID: u32 = 3;
/// Longest segment of notes that is read.
const LONGEST: u64 = 1 << 16;

/// The GNU build identity of a 64-bit little-endian ELF file.
fn build_id(file: &mut (impl Read + Seek)) -> Option<Vec<u8>> {
    let head = at(file, 0, 64)?;
    if !head.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let (offset, size, count) = (long(&head, 32)?, short(&head, 54)?, short(&head, 56)?);
    (0..u64::from(count)).find_map(|i| {
        let header = at(file, offset.checked_add(i * u64::from(size))?, u64::from(size))?;
        (int(&header, 0)? == PT_NOTE).then_some(())?;
        let notes = at(file, long(&header, 8)?, long(&header, 32)?)?;
        noted(&notes)
    })
}

/// The identity among notes: each is three lengths, a name and a description, padded to four bytes.
fn noted(mut notes: &[u8]) -> Option<Vec<u8>> {
    loop {
        let (name, description, kind) = (int(notes, 0)? as usize, int(notes, 4)? as usize, int(notes, 8)?);
        let start = 12 + name.next_multiple_of(4);
        let found = notes.get(start..start.checked_add(description)?)?;
        if kind == NT_GNU_BUILD_ID && notes.get(12..16)? == b"GNU\0" {
            return Some(found.to_vec());
        }
        notes = notes.get(start + description.next_multiple_of(4)..)?;
    }
}

fn at(file: &mut (impl Read + Seek), offset: u64, size: u64) -> Option<Vec<u8>> {
    if size > LONGEST {
        return None;
    }
    let mut bytes = vec![0; usize::try_from(size).ok()?];
    file.seek(SeekFrom::Start(offset)).ok()?;
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn int(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn note(kind: u32, name: &[u8; 4], description: &[u8]) -> Vec<u8> {
        let mut note: Vec<u8> =
            [4, description.len() as u32, kind].iter().flat_map(|x| x.to_le_bytes()).collect();
        note.extend(name);
        note.extend(description);
        note.resize(note.len().next_multiple_of(4), 0);
        note
    }

    fn elf(notes: &[u8]) -> Vec<u8> {
        let mut file = vec![0; 120];
        file[..6].copy_from_slice(b"\x7fELF\x02\x01");
        file[32] = 64; // the headers follow the head
        (file[54], file[56]) = (56, 1);
        file[64] = PT_NOTE as u8;
        file[72] = 120;
        file[96..104].copy_from_slice(&(notes.len() as u64).to_le_bytes());
        file.extend(notes);
        file
    }

    #[test]
    fn the_note_is_found_among_others() {
        let notes = [note(1, b"GNU\0", &[1; 6]), note(NT_GNU_BUILD_ID, b"GNU\0", &[7; 5])].concat();
        assert_eq!(build_id(&mut Cursor::new(elf(&notes))), Some(vec![7; 5]));
    }

    #[test]
    fn files_without_it_have_none() {
        for bytes in [elf(&note(1, b"GNU\0", &[1; 6])), elf(&[9; 40]), b"MZ".to_vec(), vec![0; 200]] {
            assert_eq!(build_id(&mut Cursor::new(bytes)), None);
        }
    }
}
