// Says what Go itself makes of module zips and of characters' case, for tests that compare ours with it.
//
//	oracle zips <module@version>   reads file names from standard input, one a line; prints for each "h1:…", or
//	                               "unreadable: …", or "refused: …" for what the go command would not unpack
//	oracle folds                   prints every character that folds to another one, and the least one it folds to
//	oracle match                   reads "pattern<TAB>name" lines; prints true, false or malformed as path.Match has it
package main

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

const mostBytes = 500 << 20

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := bufio.NewScanner(os.Stdin)
	switch os.Args[1] {
	case "zips":
		for lines.Scan() {
			h1, err := judge(lines.Text(), os.Args[2]+"/")
			if err != nil {
				h1 = strings.ReplaceAll(err.Error(), "\n", " ")
			}
			fmt.Fprintln(out, h1)
			out.Flush()
		}
	case "folds":
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if least := fold(r); least != r {
				fmt.Fprintln(out, r, least)
			}
		}
	case "match":
		for lines.Scan() {
			pattern, name, _ := strings.Cut(lines.Text(), "\t")
			matched, err := path.Match(pattern, name)
			if err != nil {
				fmt.Fprintln(out, "malformed")
			} else {
				fmt.Fprintln(out, matched)
			}
		}
	}
}

func fold(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

func judge(file, prefix string) (string, error) {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return "", fmt.Errorf("unreadable: %w", err)
	}
	defer archive.Close()
	h1, err := hash(archive.File)
	if err != nil {
		return "", fmt.Errorf("unreadable: %w", err)
	}
	if err := check(archive.File, prefix); err != nil {
		return "", fmt.Errorf("refused: %w", err)
	}
	return h1, nil
}

// hash is what golang.org/x/mod/sumdb/dirhash defines: of several files with one name, the last is read for all.
func hash(files []*zip.File) (string, error) {
	var names []string
	last := make(map[string]*zip.File)
	for _, f := range files {
		names = append(names, f.Name)
		last[f.Name] = f
	}
	sort.Strings(names)
	all := sha256.New()
	for _, name := range names {
		r, err := last[name].Open()
		if err != nil {
			return "", err
		}
		one := sha256.New()
		_, err = io.Copy(one, r)
		r.Close()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(all, "%x  %s\n", one.Sum(nil), name)
	}
	return "h1:" + base64.StdEncoding.EncodeToString(all.Sum(nil)), nil
}

// check has the rules by which golang.org/x/mod/zip refuses to unpack.
func check(files []*zip.File, prefix string) error {
	kinds := make(map[string]string)
	total := uint64(0)
	for _, f := range files {
		name, ok := strings.CutPrefix(f.Name, prefix)
		if !ok {
			return fmt.Errorf("%q is not under %q", f.Name, prefix)
		}
		if name == "" {
			continue
		}
		file, isFolder := strings.CutSuffix(name, "/")
		for _, element := range strings.Split(file, "/") {
			if err := checkElement(element); err != nil {
				return fmt.Errorf("%q: %w", name, err)
			}
		}
		if err := register(kinds, file, isFolder); err != nil {
			return err
		}
		if isFolder {
			continue
		}
		if strings.EqualFold(path.Base(file), "go.mod") && file != "go.mod" {
			return fmt.Errorf("%q is a go.mod in the wrong place", name)
		}
		total += f.UncompressedSize64
		if total > mostBytes || (file == "go.mod" || file == "LICENSE") && f.UncompressedSize64 > 16<<20 {
			return errors.New("too large")
		}
	}
	return nil
}

func checkElement(element string) error {
	if element == "" || strings.HasSuffix(element, ".") || !utf8.ValidString(element) {
		return errors.New("empty element, trailing dot or not UTF-8")
	}
	for _, r := range element {
		ascii := strings.ContainsRune("!#$%&()+,-.=@[]^_{}~ 0123456789", r) || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !ascii && (r < utf8.RuneSelf || !unicode.IsLetter(r)) {
			return fmt.Errorf("character %q", r)
		}
	}
	stem, _, _ := strings.Cut(strings.ToUpper(element), ".")
	for _, device := range strings.Fields("CON PRN AUX NUL") {
		if stem == device {
			return errors.New("a device on Windows")
		}
	}
	if len(stem) == 4 && (stem[:3] == "COM" || stem[:3] == "LPT") && '1' <= stem[3] && stem[3] <= '9' {
		return errors.New("a device on Windows")
	}
	return nil
}

// register notes name and the folders it is in; what folds to one text must be one thing in one spelling.
func register(kinds map[string]string, name string, isFolder bool) error {
	folded := strings.Map(fold, name)
	is := name
	if isFolder {
		is += "/"
	}
	if was, ok := kinds[folded]; ok && (was != is || !isFolder) {
		return fmt.Errorf("%q and %q collide", was, is)
	}
	kinds[folded] = is
	if parent := path.Dir(name); parent != "." {
		return register(kinds, parent, true)
	}
	return nil
}
