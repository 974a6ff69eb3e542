"""Who may do what, deed by deed: the table. test_deeds.py does each of them in every role, through the door.

Read it so: at this door, this deed; and for each role one letter, in the order of the heads above.

    Y   done: the answer says so, and so does the database
    N   answered, but without it: nothing is shown or changed
    D   answered with less: a draft is kept, it waits for a moderator, it lands in the own place
    F   refused ("not for you"), nothing changed
    A   answers as if it were not there, nothing changed
    L   led to the log-in, nothing changed
    M   led from the CMS to /mijn/, which is the door of a volunteer

The roles: nobody (anonymous); an account that belongs to no partner (member); of partner A an editor, an
editor without the CMS (volunteer), the owner, and a helper with a last day to come; an editor of B; of the
network a coordinator, a moderator, communications, an administrator; and three who were editors of A and are
logged in still: one whose last day is over (expired), one who was removed, one whose account is closed
(inactive). Deeds are about partner A unless they say otherwise. Moderation is strict unless a deed names
its mode. What stands in brackets is why; where all or none may do it, that must stand there.
"""

from dataclasses import dataclass

from tests.security.deeds_world import ROLES

LETTERS = "YNDFALM"

TABLE = """
                                                         an me eA vo ow he eB co mo cm ad ex re in
public page
  see a profile that is live                              Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is public)
  see the draft of a live profile                         N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: a draft is seen in a preview)
  see a profile that was never live                       A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: the public page is the same for all)
  see a profile that is offline                           A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: the public page is the same for all)
  see a contact person for everybody                      Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: the person agreed to that)
  see a contact person for the network                    N  N  Y  Y  Y  Y  Y  Y  Y  Y  Y  N  N  N
      (members of any partner, and staff; an account alone is no network)
  see a contact person for moderators                     N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: moderators see them in the CMS)
  see a contact person without consent                    N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: without consent nobody is shown)
  see an address that is hidden                           N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: it is hidden on purpose)
  compare and see a contact person for the network        N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: partners side by side are for printing and sending on)
  compare and see a contact person for everybody          Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: the person agreed to that)
  see that a partner is closed                            Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is public)
  see an urgent fact that was taken back                  N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: it is no fact any more)
  see a page that is restricted                           L  L  L  L  L  L  L  L  L  L  Y  L  L  L
  see an event that was never live                        A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: the public page is the same for all)
  see a report that is not live                           A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: the public page is the same for all)
  find a profile by a word of its draft                   N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: the search knows what is public)
  put A on the own list                                   Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is kept in the visitor's own browser)
  put a profile that was never live on the own list       N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: it is not there for anybody)
  read the name of a profile that is offline on a list    N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: a list says how many are not there, and not which)
  see with whom A works before both said so               N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: it takes a yes of both)
  ask to join                                             Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is asked without an account; a moderator decides)
  report a mistake                                        Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is said without an account; nothing of it is public)
  report a mistake on a profile that is not live          A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: the public page is the same for all)
search API
  find a profile that is live                             Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is public)
  find by a word of a draft                               N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: the search knows what is public)
  find a profile that is offline                          N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: the search knows what is public)
  find a contact person for the network                   N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: for machines everybody is the public)
API v2
  read a profile that is live                             Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is public)
  read the draft of a live profile                        N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: for machines everybody is the public)
  read a profile that was never live                      A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: for machines everybody is the public)
  read a profile that is offline                          A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: for machines everybody is the public)
  read a contact person for the network                   N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: for machines everybody is the public)
  read a page that is restricted                          A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: for machines everybody is the public)
  change a profile                                        F  F  F  F  F  F  F  F  F  F  F  F  F  F
      (none: it is for reading only)
feed
  read an event that is live                              Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is public)
  read an event that was never live                       A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: for machines everybody is the public)
  read the calendar of the agenda                         Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is public)
  read what was never live in the calendar of the agenda  N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: for machines everybody is the public)
  read the news that is live                              Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is public)
  read news that is not live                              N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: for machines everybody is the public)
  find a profile that is not live in the sitemap          N  N  N  N  N  N  N  N  N  N  N  N  N  N
      (none: for machines everybody is the public)
image
  see a photo that is live                                Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it is public)
  see a photo of A that is not live                       A  A  Y  Y  Y  Y  A  A  Y  Y  Y  A  A  A
  see a smaller copy of it                                A  A  Y  Y  Y  Y  A  A  Y  Y  Y  A  A  A
document
  read a document of A that is not live                   A  A  Y  Y  Y  Y  A  A  Y  Y  Y  A  A  A
  read a document of no partner that is not live          A  A  A  A  A  A  A  A  Y  Y  Y  A  A  A
one-time link
  open a link that asks whether it is right               Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: whoever holds the mail sees what is public; opening changes nothing)
  confirm by a link to editor A                           Y  N  Y  Y  Y  N  N  Y  Y  Y  Y  N  N  Y
      (whoever holds it, but not logged in as somebody who may not confirm)
  confirm by a link to the organisation                   Y  N  Y  Y  Y  N  N  Y  Y  Y  Y  N  N  Y
  confirm by a link to the host of a Wijktafel            Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: whoever sits at that table, and holds the mail)
  confirm by a link to somebody who was removed           A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: it ended with the membership)
  confirm by a link that was used                         A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: it works once)
  say that the organisation is no more                    Y  N  Y  Y  Y  N  N  Y  Y  Y  Y  N  N  Y
  bring the profile back online                           Y  N  Y  Y  Y  N  N  Y  Y  Y  Y  N  N  Y
  accept an invitation to a new address                   Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: whoever holds the mail; the membership is that of the address, not of who is logged in)
  accept an invitation to editor B                        N  N  N  N  N  N  Y  N  N  N  N  N  N  N
  accept an invitation that was withdrawn                 A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: it ended)
  join by the link to a new address                       Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: whoever holds the mail; what it makes is a draft of the address)
  join by the link to editor B                            N  N  N  N  N  N  Y  N  N  N  N  N  N  N
/mijn/
  find A at the own door                                  L  N  Y  Y  Y  Y  N  N  N  N  N  N  N  L
      (the own pages only; staff go by the address of a page)
  see how it stands                                       L  A  Y  Y  Y  Y  A  A  Y  Y  Y  A  A  L
      (coordinators are told that something waits, and not what: decision 0012)
  see what visitors reported                              L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
      (coordinators do so in the CMS)
  say that a reported mistake is mended                   L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  handle a report about B through the own page            L  A  A  A  A  F  A  A  A  A  A  A  A  L
      (none: it is another partner's)
  answer a question                                       L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  answer a question while a change waits                  L  A  N  N  N  F  A  A  Y  Y  Y  A  A  L
  answer a question on a locked page                      L  A  N  N  N  F  A  A  N  N  N  A  A  L
      (none: only whoever locked it; moderators unlock it first)
  send a photo                                            L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  use a photo of another partner                          L  A  N  N  N  F  A  A  N  N  N  A  A  L
      (none: this door takes uploads only)
  add a service                                           L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  change a service                                        L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  take a service away                                     L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  see the contact persons                                 L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  add a contact person                                    L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  take a contact person off at once                       L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  take a contact person off while a change waits          L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  see what would be sent in                               L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  send in and wait: strict                                L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  send in and go live: strict                             L  A  D  D  D  F  A  A  D  D  D  A  A  L
      (none: somebody else reads it before)
  send in and go live: light and not trusted              L  A  D  D  D  F  A  A  D  D  D  A  A  L
      (none: somebody else reads it before)
  send in and go live: light and trusted                  L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  send in and go live: open                               L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  send in and go live: open but strict for A              L  A  D  D  D  F  A  A  D  D  D  A  A  L
      (none: what is set for the partner goes before the network)
  take back what editor A sent in                         L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
      (colleagues too: they answer for the page together)
  confirm all parts                                       L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
      (coordinators confirm on the call list)
  bring back what was taken off the site                  L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
      (coordinators do so on the call list)
  confirm all parts when sending in                       L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  tell at once that it is closed                          L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  tell it while a change waits                            L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  tell it where the network does not allow it             L  A  N  N  N  F  A  A  N  N  N  A  A  L
      (none: the network does not allow it)
  change the telephone number at once                     L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  take an urgent fact back                                L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
/mijn/ activities
  find the activities of A                                L  A  Y  Y  Y  Y  A  A  Y  Y  Y  A  A  L
  propose an activity                                     L  A  Y  Y  Y  Y  A  A  Y  Y  Y  A  A  L
  see the draft of an activity of editor A                L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
      (a helper sees and changes the own activities only)
  change an activity of editor A                          L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  change an activity of the helper                        L  A  Y  Y  Y  Y  A  A  Y  Y  Y  A  A  L
  send in an activity of editor A                         L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  take back an activity of editor A                       L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  cancel an activity that is live at once                 L  A  D  D  D  A  A  A  D  D  D  A  A  L
      (none: it is a change like another, and is sent in)
  take away the draft of an activity of editor A          L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  take away an activity that is live                      L  A  F  F  F  A  A  A  F  F  F  A  A  L
      (none: it is cancelled, so that everybody reads it)
/mijn/ registrations
  see who comes                                           L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
      (whoever may change the activity; a helper changes the own ones only)
  see who comes to an event of B below A                  L  A  A  A  A  A  A  A  A  A  A  A  A  L
      (none: below A only its own activities)
  see who is expected                                     L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  see what they eat                                       L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  see the log of places                                   L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  open an activity for signing up                         L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  cancel for one who comes                                L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  add somebody who came                                   L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  write to all                                            L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
  take the list                                           L  A  Y  Y  Y  A  A  A  Y  Y  Y  A  A  L
questions
  ask a question                                          Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: it needs no account)
  see a question by a link that was made up               A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: the link is the key)
  answer a question by the link of its sender             A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: the partner has links of its own)
  take back a question by the link of its sender          Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y
      (all: who has the link read the mail)
  close a question by the link of its sender              A  A  A  A  A  A  A  A  A  A  A  A  A  A
      (none: a coordinator closes it, in the CMS)
/mijn/ questions
  see what is asked of A                                  L  A  Y  Y  Y  A  A  A  A  A  A  A  A  L
  see a question to A                                     L  A  Y  Y  Y  A  A  A  A  A  A  A  A  L
  see a question to B at the address of A                 L  A  A  A  A  A  A  A  A  A  A  A  A  L
      (none: at the address of A only what is asked of A)
  answer a question to A                                  L  A  Y  Y  Y  A  A  A  A  A  A  A  A  L
  close a question to A                                   L  A  N  N  N  A  A  A  A  A  A  A  A  L
      (none: a coordinator closes it, in the CMS)
/mijn/ people
  see who may change the page                             L  A  Y  Y  Y  Y  A  Y  Y  Y  Y  A  A  L
  see which invitations are out                           L  A  N  N  Y  N  A  Y  Y  Y  Y  A  A  L
  invite somebody                                         L  A  F  F  Y  F  A  Y  Y  Y  Y  A  A  L
  invite an owner                                         L  A  F  F  N  F  A  N  N  N  N  A  A  L
      (none: an owner comes by handing over)
  withdraw an invitation                                  L  A  F  F  Y  F  A  Y  Y  Y  Y  A  A  L
  withdraw an invitation to B                             L  A  A  A  A  A  A  A  A  A  A  A  A  L
      (none: at this address only those to A)
  make the volunteer a helper                             L  A  F  F  Y  F  A  Y  Y  Y  Y  A  A  L
  make the helper an editor for good                      L  A  F  F  Y  F  A  Y  Y  Y  Y  A  A  L
  remove a member                                         L  A  F  F  Y  F  A  Y  Y  Y  Y  A  A  L
  remove the owner                                        L  A  F  F  F  F  A  Y  Y  Y  Y  A  A  L
      (the owner hands over; the network may end it)
  hand the page over to editor A                          L  A  F  F  Y  F  A  Y  Y  Y  Y  A  A  L
  hand the page over to somebody whose time ended         L  A  A  A  A  A  A  A  A  A  A  A  A  L
      (none: the new owner is a member today)
  leave in the name of editor A                           L  A  Y  F  F  F  A  F  F  F  F  A  A  L
  leave as the owner                                      L  A  F  F  N  F  A  F  F  F  F  A  A  L
      (none: an owner with others hands over first)
  leave as the helper                                     L  A  F  F  F  Y  A  F  F  F  F  A  A  L
/mijn/ ties
  see who A works with                                    L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
      (whoever may change the page; coordinators see it in the CMS)
  say that A works with B                                 L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  say yes to B                                            L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
  say yes in the name of B                                L  A  A  A  A  A  Y  A  Y  Y  Y  A  A  L
      (its own members, and staff who may change any page)
  say yes again where B said no                           L  A  N  N  N  F  A  A  N  N  N  A  A  L
      (none: the side that said no asks, or the network records it)
  ask a partner that was never live                       L  A  A  A  A  F  A  A  A  A  A  A  A  L
      (none: nobody but moderators has read its name)
  end that A works with B                                 L  A  Y  Y  Y  F  A  A  Y  Y  Y  A  A  L
/mijn/ own data
  see what is held about oneself                          L  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  L
  take ones data along                                    L  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  L
  see in it what is held about editor B                   L  N  N  N  N  N  Y  N  N  N  N  N  N  L
  correct ones name                                       L  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  Y  L
  withdraw the consent of the member                      L  Y  N  N  N  N  N  N  N  N  N  N  N  L
      (at this door a person's own; editors take somebody off under contact persons)
  erase oneself after a recent log in                     L  Y  Y  Y  N  Y  Y  Y  Y  Y  N  Y  Y  L
      (an owner with others hands over first, and the last administrator stays)
  erase oneself after an older log in                     L  N  N  N  N  N  N  N  N  N  N  N  N  L
      (none: log in again first)
preview
  see the draft at the own door                           L  A  Y  Y  Y  Y  A  A  Y  Y  Y  A  A  L
      (a helper sees what the page becomes, and does not change it)
  see the draft in the CMS                                L  F  Y  M  Y  F  F  F  Y  Y  Y  F  F  L
  see an older version                                    L  F  Y  M  Y  F  F  F  Y  Y  Y  F  F  L
  see what waits as a moderator                           L  A  A  M  A  A  A  A  Y  Y  Y  A  A  L
  see the draft of a translation                          L  F  Y  M  Y  F  F  F  Y  Y  Y  F  F  L
  see what is typed                                       L  F  Y  M  Y  F  F  F  Y  Y  Y  F  F  L
CMS
  see A in the list of pages                              L  F  Y  M  Y  Y  N  F  Y  Y  Y  F  F  L
  see B in the list of pages                              L  F  N  M  N  N  Y  F  Y  Y  Y  F  F  L
  find A by searching                                     L  F  Y  M  Y  Y  N  F  Y  Y  Y  F  F  L
  find B by searching                                     L  F  N  M  N  N  Y  F  Y  Y  Y  F  F  L
  open the form                                           L  F  Y  M  Y  F  F  F  Y  Y  Y  F  F  L
  see the history                                         L  F  Y  M  Y  F  F  F  Y  Y  Y  F  F  L
  compare the draft with what is live                     L  F  Y  M  Y  F  F  F  Y  Y  Y  F  F  L
  save a draft                                            L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
  save a draft while a change waits                       L  F  D  F  D  F  F  F  Y  Y  Y  F  F  L
  save a draft on a locked page                           L  F  D  F  D  F  F  F  D  D  D  F  F  L
      (none: only whoever locked it; moderators unlock it first)
  change the address                                      L  F  D  F  D  F  F  F  Y  Y  Y  F  F  L
      (what editors send for it is not taken; the rest is saved)
  open the form of a translation                          L  F  F  M  F  F  F  F  Y  Y  Y  F  F  L
      (translations are kept by communications: decision 0004)
  send in and wait: strict                                L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
  send in and go live: light and trusted                  L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
  publish                                                 L  F  D  F  D  F  F  F  Y  Y  Y  F  F  L
  publish what waits                                      L  F  D  F  D  F  F  F  Y  Y  Y  F  F  L
  publish what one sent in oneself                        L  F  D  F  D  F  F  F  D  D  D  F  F  L
      (none: nobody decides on what they sent in: decision 0012)
  approve                                                 L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  approve what one sent in oneself                        L  A  A  A  A  A  A  A  F  F  F  A  A  L
      (none: nobody decides on what they sent in: decision 0012)
  send back                                               L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  take back what editor A sent in                         L  F  Y  F  D  F  F  F  Y  Y  Y  F  F  L
      (in the CMS, whoever sent it in; colleagues do so at /mijn/)
  unpublish                                               L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  delete the profile                                      L  F  F  F  F  F  F  F  F  Y  Y  F  F  L
      (pages lie below it, and moderators delete one page at a time)
  delete a draft of a profile                             L  F  F  F  F  F  F  F  Y  Y  Y  F  F  L
  delete a locked draft of a profile                      L  F  F  F  F  F  F  F  F  F  F  F  F  L
      (none: unlock it first)
  move the profile                                        L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  copy the profile                                        L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  add a profile                                           L  F  F  F  F  F  F  F  Y  Y  Y  F  F  L
  lock the profile                                        L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  unlock the profile                                      L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  restrict the profile                                    L  A  A  A  A  A  A  A  F  F  Y  A  A  L
  translate the profile                                   L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  add an event below A                                    L  F  Y  F  Y  Y  F  F  Y  Y  Y  F  F  L
  make the next one of an event of editor A               L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
  change an event of editor A                             L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
      (a helper changes the own activities only)
  publish an event of editor A                            L  F  D  F  D  F  F  F  Y  Y  Y  F  F  L
  delete the draft of an event of editor A                L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
  delete an event that is live                            L  F  F  F  F  F  F  F  Y  Y  Y  F  F  L
CMS registrations
  see who comes to an event of A                          L  F  Y  M  Y  A  A  A  Y  Y  Y  F  F  L
      (whoever may change the event; a helper changes the own ones only)
  see who comes to an event of B                          L  F  A  M  A  A  Y  A  Y  Y  Y  F  F  L
  see who is expected at the door                         L  F  Y  M  Y  A  A  A  Y  Y  Y  F  F  L
  see what the kitchen needs                              L  F  Y  M  Y  A  A  A  Y  Y  Y  F  F  L
  see why a place went where                              L  F  Y  M  Y  A  A  A  Y  Y  Y  F  F  L
  open an event for signing up                            L  F  Y  F  Y  A  A  A  Y  Y  Y  F  F  L
  cancel for somebody                                     L  F  Y  F  Y  A  A  A  Y  Y  Y  F  F  L
  cancel for somebody at an event of B                    L  F  A  F  A  A  A  A  A  A  A  F  F  L
      (none: at the address of an event only its own registrations)
  add somebody at the door                                L  F  Y  F  Y  A  A  A  Y  Y  Y  F  F  L
  note that somebody was there                            L  F  Y  F  Y  A  A  A  Y  Y  Y  F  F  L
  write to everybody who comes                            L  F  Y  F  Y  A  A  A  Y  Y  Y  F  F  L
  take the list along                                     L  F  Y  F  Y  A  A  A  Y  Y  Y  F  F  L
CMS bulk
  publish a draft                                         L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  unpublish A                                             L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  delete a profile that is a draft                        L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  move A                                                  L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  delete an own image                                     L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
admin API
  read the draft                                          L  A  A  M  A  A  A  A  Y  Y  Y  A  A  L
  list the pages                                          L  A  A  M  A  A  A  A  Y  Y  Y  A  A  L
  list the images                                         L  A  A  M  A  A  A  A  Y  Y  Y  A  A  L
  list the documents                                      L  A  A  M  A  A  A  A  Y  Y  Y  A  A  L
  publish A                                               L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  publish what one sent in                                L  A  A  A  A  A  A  A  F  F  F  A  A  L
      (none: nobody decides on what they sent in: decision 0012)
  take A offline                                          L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  delete a draft                                          L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  copy A                                                  L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  move A elsewhere                                        L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
CMS files
  upload an image to A                                    L  F  Y  F  Y  Y  D  F  Y  Y  Y  F  F  L
  upload an image to B                                    L  F  D  F  D  D  Y  F  Y  Y  Y  F  F  L
      (it lands in the own collection)
  change an image of A                                    L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
      (a helper's are the own uploads; nothing says more, so no more)
  change an image of A that one uploaded                  L  F  Y  F  Y  Y  F  F  Y  Y  Y  F  F  L
  change an image of B                                    L  F  F  F  F  F  Y  F  Y  Y  Y  F  F  L
  change an image of A that is live                       L  F  F  F  F  F  F  F  Y  Y  Y  F  F  L
      (a picture has no draft, so it would go round the moderators)
  put an image of A with B                                L  F  D  F  D  F  F  F  Y  Y  Y  F  F  L
  delete an image of A                                    L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
      (a helper's are the own uploads; nothing says more, so no more)
  use an image of A on A                                  L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
  use an image of B on A                                  L  F  D  F  D  F  F  F  Y  Y  Y  F  F  L
  change a document of A                                  L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
  change a document of B                                  L  F  F  F  F  F  Y  F  Y  Y  Y  F  F  L
  delete a document of A                                  L  F  Y  F  Y  F  F  F  Y  Y  Y  F  F  L
CMS people
  see who edits what                                      L  F  F  M  F  F  F  Y  Y  Y  Y  F  F  L
  see the members of A                                    L  F  F  M  F  F  F  Y  Y  Y  Y  F  F  L
      (the owner does so at /mijn/)
  invite somebody to A                                    L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  withdraw an invitation to A                             L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  let the volunteer into the CMS                          L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  make the volunteer the owner                            L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  remove the volunteer                                    L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  see what A could be merged with                         L  A  A  M  A  A  A  A  Y  Y  Y  A  A  L
  merge another partner into A                            L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
CMS moderation
  see what waits                                          L  A  A  M  A  A  A  A  Y  Y  Y  A  A  L
  approve a change                                        L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  approve ones own change                                 L  A  A  A  A  A  A  A  F  F  F  A  A  L
      (none: nobody decides on what they sent in: decision 0012)
  send a change back                                      L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  send ones own change back                               L  A  A  A  A  A  A  A  F  F  F  A  A  L
      (none: nobody decides on what they sent in: decision 0012)
  take a change over                                      L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  mark as read what went live                             L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  mark as read what went live of oneself                  L  A  A  A  A  A  A  A  F  F  F  A  A  L
      (none: nobody decides on what they sent in: decision 0012)
  undo what went live                                     L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  mark an urgent fact as read                             L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  undo an urgent fact                                     L  A  A  A  A  A  A  A  Y  Y  Y  A  A  L
  set how A is moderated                                  L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  see who reads which area                                L  A  A  M  A  A  A  A  F  Y  Y  A  A  L
  set who reads which area                                L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
CMS call list
  see whom to call                                        L  F  F  M  F  F  F  Y  Y  Y  Y  F  F  L
  see what to follow up                                   L  F  F  M  F  F  F  Y  Y  Y  Y  F  F  L
  see the reported mistakes                               L  F  F  M  F  F  F  Y  Y  Y  Y  F  F  L
  handle a reported mistake                               L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  write down that it is right                             L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  write down that nobody answered                         L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  write down that it is no more                           L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  take it offline by that                                 L  F  F  F  F  F  F  D  Y  Y  Y  F  F  L
      (a coordinator writes it down, and a moderator takes it offline)
  bring it back online                                    L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
      (it comes back as it was public before: decision 0010)
  see where nobody informal is                            L  F  F  M  F  F  F  Y  Y  Y  Y  F  F  L
  make a gap the theme of a wijktafel                     L  F  F  F  F  F  F  F  Y  Y  Y  F  F  L
      (who coordinates sees the gaps; a draft in the agenda is for those who keep it)
CMS ties
  see who works together                                  L  F  F  M  F  F  F  Y  Y  Y  Y  F  F  L
  see with whom A works                                   L  F  F  M  F  F  F  Y  Y  Y  Y  F  F  L
  introduce A and B                                       L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  introduce A and B again                                 L  F  F  F  F  F  F  N  N  N  N  F  F  L
      (none: nobody is asked twice)
  write down that A and B work together                   L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  set A and B aside                                       L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
  end that A and B work together                          L  F  F  F  F  F  F  Y  Y  Y  Y  F  F  L
CMS questions
  see which questions wait                                L  F  F  M  F  F  F  Y  F  F  Y  F  F  L
  see one question                                        L  F  F  M  F  F  F  Y  F  F  Y  F  F  L
  answer on behalf of A                                   L  F  F  F  F  F  F  Y  F  F  Y  F  F  L
  close a question                                        L  F  F  F  F  F  F  Y  F  F  Y  F  F  L
CMS lists
  see what was imported                                   L  A  A  M  A  A  A  A  F  Y  Y  A  A  L
  send in a list                                          L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  see what would be imported                              L  A  A  M  A  A  A  A  F  Y  Y  A  A  L
  import what was checked                                 L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  throw an import away                                    L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  download the wrong rows                                 L  A  A  M  A  A  A  A  F  Y  Y  A  A  L
  take a list along                                       L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  take all contact persons along                          L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  see who took which list along                           L  A  A  M  A  A  A  A  F  F  Y  A  A  L
CMS settings
  see the mail that was sent                              L  A  A  M  A  A  A  A  F  Y  Y  A  A  L
  send a mail again                                       L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  change the settings of the network                      L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  delete a theme                                          L  A  A  A  A  A  A  A  F  F  Y  A  A  L
  see the users                                           L  A  A  M  A  A  A  A  F  F  Y  A  A  L
  close the account of editor B                           L  A  A  A  A  A  A  A  F  F  Y  A  A  L
  see the concepts of the search                          L  A  A  M  A  A  A  A  F  Y  Y  A  A  L
  add words to a concept                                  L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  delete a concept                                        L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  see the words without an answer                         L  A  A  M  A  A  A  A  F  Y  Y  A  A  L
  put a word without an answer into a concept             L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  make a concept of a word without an answer              L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  leave a word without an answer as it is                 L  A  A  A  A  A  A  A  F  Y  Y  A  A  L
  see why the search answers so                           L  A  A  M  A  A  A  A  F  Y  Y  A  A  L
  see the history of the site                             L  A  A  M  A  A  A  A  Y  Y  Y  A  A  L
"""


@dataclass
class Row:
    """One line of the table: at this door, this deed, a letter for each role, and why."""

    door: str
    deed: str
    letters: list[str]
    why: str = ""

    @property
    def by_role(self) -> dict[str, str]:
        return dict(zip(ROLES, self.letters, strict=True))


def read(table: str = TABLE) -> list[Row]:
    """The rows. A head stands at the margin, a deed two places in, a reason below its deed."""
    rows: list[Row] = []
    door = ""
    for line in table.strip("\n").splitlines()[1:]:
        if line.startswith("      ("):
            rows[-1].why = line.strip().strip("()")
        elif line.startswith("  "):
            words = line.split()
            letters = [one for one in words[-len(ROLES) :] if one in LETTERS]
            rows.append(Row(door, " ".join(words[: -len(ROLES)]), letters))
        else:
            door = line.strip()
    return rows
