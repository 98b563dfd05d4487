#!/bin/sh
# One backup: the database from one snapshot, then the pictures. In this order: a picture is on the disk before
# the database says so, so that a copy never names one that it lacks.
set -eu
: "${DATA_DIR:?}" "${BACKUP_DIR:?}" "${KEEP_DAYS:=30}"
mkdir -p "$BACKUP_DIR/blobs"
stamp=$(date -u +%Y-%m-%dT%H%M%SZ)
node dist/server/main.js backup "$BACKUP_DIR/$stamp.sqlite.part"

# Named by their content, they never change: what is there already is the same. Under another name until it is
# whole: a power cut must not leave half of one that is never copied again.
if [ -d "$DATA_DIR/blobs" ]; then
  (cd "$DATA_DIR/blobs" && find . -type f | grep -E '/[0-9a-f]{64}$' || true) | while IFS= read -r picture; do
    [ -e "$BACKUP_DIR/blobs/$picture" ] && continue
    mkdir -p "$(dirname "$BACKUP_DIR/blobs/$picture")"
    cp "$DATA_DIR/blobs/$picture" "$BACKUP_DIR/blobs/$picture.part"
    mv "$BACKUP_DIR/blobs/$picture.part" "$BACKUP_DIR/blobs/$picture"
  done
fi

sync
mv "$BACKUP_DIR/$stamp.sqlite.part" "$BACKUP_DIR/$stamp.sqlite"
find "$BACKUP_DIR" -maxdepth 1 -name '*.sqlite' -mtime "+$KEEP_DAYS" -delete
