from council_portal.people.views.absences import Absences, EndAbsence, NewAbsence
from council_portal.people.views.acts import Acts
from council_portal.people.views.agreeing import Agree
from council_portal.people.views.photos import PhotoFile, PhotoOf
from council_portal.people.views.posts import Appoint, EndAppointment, NewPost, PostPage, Posts
from council_portal.people.views.private import Private

__all__ = ["Absences", "Acts", "Agree", "Appoint", "EndAbsence", "EndAppointment", "NewAbsence", "NewPost", "PhotoFile", "PhotoOf",
           "PostPage", "Posts", "Private"]
